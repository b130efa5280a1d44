import {
  diagnosticsResponseSchema,
  fleetResponseSchema,
  historyResponseSchema,
} from '@backstage-gitops/plugin-gitops-common';
import {
  FileRule,
  gitopsDiscoveryExtensionPoint,
} from '@backstage-gitops/plugin-gitops-node';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { randomUUID } from 'node:crypto';
import { createTestDatabases } from './__testUtils__/databases';
import teamVersions from './__testUtils__/examples/discoveryModule';
import { answer, component } from './__testUtils__/portals';
import {
  ProposalPortal,
  proposalPortals,
  seeded,
} from './__testUtils__/proposalPortals';
import { Remote } from './__testUtils__/Remote';

const versions = 'teams/shop/versions.yaml';

const adding = (rule: FileRule) =>
  createBackendModule({
    pluginId: 'gitops',
    moduleId: `acme-${rule.name}`,
    register({ registerInit }) {
      registerInit({
        deps: { discovery: gitopsDiscoveryExtensionPoint },
        async init({ discovery }) {
          discovery.addRule(rule);
        },
      });
    },
  });

const broken: FileRule = {
  name: 'broken',
  files: /versions\.yaml$/,
  read: () => {
    throw new Error('no such team');
  },
};

describe.each(createTestDatabases().eachSupportedId())(
  'a discovery rule of a module on %s',
  id => {
    const { start, directory } = proposalPortals(id);
    const entities = [component('till', 'shop'), component('cart', 'shop')];

    /** Beside what is inferred, a file that only the rule understands. */
    function written(): Remote {
      const remote = seeded(new Remote(directory.resolve(randomUUID())));
      remote.write(versions, 'till:\n  staging: v1\n  production: v1\n');
      remote.commit('List the till');
      remote.write(versions, 'till:\n  staging: v2\n  production: v1\n');
      remote.commit('Try v2 of the till');
      return remote;
    }

    const targetsOf = async (portal: ProposalPortal, service: string) =>
      (await answer(fleetResponseSchema, portal.get('/targets'))).items.filter(
        target => target.service === service,
      );

    it('makes targets with a history, which proposals move', async () => {
      const remote = written();
      const portal = await start({
        ...{ remote, entities },
        features: [teamVersions],
      });
      const till = await targetsOf(portal, 'till');
      const inStaging = till.find(each => each.environment === 'staging');
      const inProduction = till.find(each => each.environment === 'production');
      expect(inStaging?.artifacts).toMatchObject([
        {
          name: 'registry.acme.example/shop/till',
          version: 'v2',
        },
      ]);
      const { items: changes } = await answer(
        historyResponseSchema,
        portal.get(
          `/targets/${encodeURIComponent(inStaging?.id ?? '')}/history`,
        ),
      );
      expect(changes.map(({ subject }) => subject)).toEqual([
        'Try v2 of the till',
        'List the till',
      ]);
      const plan = await portal.preview({
        kind: 'promotion',
        from: inStaging?.id ?? '',
        to: [inProduction?.id ?? ''],
      });
      expect(plan.refused).toBeUndefined();
      expect(plan.moves).toMatchObject([{ from: 'v1', to: 'v2' }]);
      expect(plan.files).toMatchObject([
        {
          path: versions,
          diff: expect.stringContaining('+  production: v2'),
        },
      ]);
      expect(await targetsOf(portal, 'cart')).toHaveLength(2);
    });

    it('that fails is told of by its name, and takes nothing else down', async () => {
      const portal = await start({
        ...{ remote: written(), entities },
        features: [teamVersions, adding(broken)],
      });
      expect(await targetsOf(portal, 'cart')).toHaveLength(2);
      expect(await targetsOf(portal, 'till')).toHaveLength(2);
      const { items } = await answer(
        diagnosticsResponseSchema,
        portal.get('/repositories/platform/diagnostics'),
      );
      expect(items.filter(({ level }) => level === 'error')).toEqual([
        {
          level: 'error',
          code: 'rule-failed',
          message: "The discovery rule 'broken' failed: no such team",
          file: versions,
          line: 1,
        },
      ]);
    });

    it('that is new has what Git holds read anew', async () => {
      const remote = written();
      const before = await start({ remote, entities });
      expect(await targetsOf(before, 'till')).toEqual([]);
      const { knex } = before;
      const after = await start({
        ...{ remote, entities, knex },
        features: [teamVersions],
      });
      expect(await targetsOf(after, 'till')).toHaveLength(2);
    });

    it('has the module fail that tells no files by an expression', async () => {
      const rule = { ...broken, files: JSON.parse('"versions.yaml"') };
      await expect(start({ features: [adding(rule)] })).rejects.toThrow(
        /Module 'acme-broken' .*'broken' has no expression for its files/,
      );
    });

    it('has the module fail whose name for it is taken', async () => {
      const features = [
        adding(broken),
        createBackendModule({
          pluginId: 'gitops',
          moduleId: 'copy',
          register({ registerInit }) {
            registerInit({
              deps: { discovery: gitopsDiscoveryExtensionPoint },
              async init({ discovery }) {
                discovery.addRule(broken);
              },
            });
          },
        }),
      ];
      await expect(start({ features })).rejects.toThrow(
        /Module '.*' .*There is a discovery rule 'broken' already/,
      );
    });
  },
);
