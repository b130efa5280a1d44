import {
  proposalPlanSchema,
  targetStateSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { openConfiguredRenderer } from './live/openRenderer';
import { createTestDatabases } from './__testUtils__/databases';
import {
  MemoryCluster,
  observed,
  observedResource,
  observedTarget,
} from './__testUtils__/MemoryCluster';
import { answer, until } from './__testUtils__/portals';
import { proposalPortals } from './__testUtils__/proposalPortals';

describe.each(createTestDatabases().eachSupportedId())(
  'accepting drift on %s',
  id => {
    const { start } = proposalPortals(id);

    it('proposes to declare what was seen to be live', async () => {
      const cluster = new MemoryCluster('eu-1', {
        environments: ['production'],
      });
      const portal = await start({
        clusters: [cluster],
        openRenderer: openConfiguredRenderer,
      });
      const target = await portal.target('production');
      const path = `/targets/${encodeURIComponent(target)}`;
      const { unit } = await answer(targetStateSchema, portal.get(path));
      const file = 'cart/production/deployment.yaml';
      portal.watch('eu-1');
      cluster.tell(
        observed(unit, {
          sync: { state: 'outOfSync' },
          targets: [observedTarget(target, { sync: { state: 'outOfSync' } })],
          resources: [
            observedResource('cart', {
              namespace: undefined,
              status: 'drifted',
              targets: [target],
              differences: [
                {
                  field: 'spec.template.spec.containers[name=cart].image',
                  class: 'changed',
                  declared: 'registry.acme.example/cart:v1',
                  live: 'registry.acme.example/cart:v2',
                  origin: { file, line: 9 },
                },
              ],
            }),
          ],
        }),
      );
      await until(async () => {
        const { body } = await portal.get(`${path}/drift`);
        return body.resources?.length === 1;
      });
      const request = {
        kind: 'acceptDrift' as const,
        target,
        resource: { group: 'apps', kind: 'Deployment', name: 'cart' },
        fields: ['spec.template.spec.containers[name=cart].image'],
      };
      const plan = await answer(
        proposalPlanSchema,
        portal.post('/proposals/preview', request),
      );
      expect(plan.refused).toBeUndefined();
      expect(plan.rendered.map(({ diff }) => diff).join()).toContain(
        '+        - image: registry.acme.example/cart:v2',
      );
      const proposal = await portal.propose(request);
      expect(proposal).toMatchObject({ kind: 'acceptDrift', state: 'open' });
    });
  },
);
