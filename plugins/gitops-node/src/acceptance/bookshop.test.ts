import fs from 'node:fs';
import path from 'node:path';
import { ApiServer, describeWithControllers } from '@backstage-gitops/envtest';
import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit } from '../engines/Engine';
import { Bookshop, fixture } from './__testUtils__/Bookshop';
import { driftingEdits, harmlessEdits } from './__testUtils__/edits';
import { Comparison, FollowedCluster } from './__testUtils__/FollowedCluster';

const comparisons: readonly Comparison[] = ['readOnly', 'exact'];

/** What isn't synced, as one line each, for a failure that says it all. */
function unsynced({ resources }: UnitObservation): string[] {
  return resources.flatMap(({ kind, name, status, reason, differences }) =>
    status === 'synced'
      ? []
      : [
          `${kind}/${name} ${status} ${reason ?? ''} ${JSON.stringify(
            differences,
          )}`,
        ],
  );
}

function found({ resources }: UnitObservation): string[] {
  return resources
    .flatMap(({ kind, name, differences }) =>
      differences.map(({ field, class: type, lastWrite }) =>
        [`${kind}/${name}`, field, type, lastWrite?.manager].join(' '),
      ),
    )
    .sort();
}

describeWithControllers('forty objects of a bookshop', () => {
  let bookshop: Bookshop;
  let cluster: FollowedCluster;
  let unit: DesiredUnit;

  beforeAll(async () => {
    bookshop = new Bookshop();
    unit = await bookshop.desired();
    cluster = new FollowedCluster(await ApiServer.start({ controllers: true }));
  });
  afterAll(async () => {
    bookshop?.remove();
    await cluster?.stop();
  });

  it('are declared by a Git repository', () => {
    const kinds = new Set(unit.resources.map(({ resource }) => resource.kind));

    expect(unit.indeterminate).toEqual([]);
    expect(unit.resources).toHaveLength(40);
    expect(kinds.size).toBeGreaterThanOrEqual(20);
  });

  it('are applied without a failure', async () => {
    const { steps } = await cluster.sync(unit);

    expect(steps.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
    expect(steps).toHaveLength(40);
  });

  it.each(comparisons)(
    'come back without a difference (%s)',
    async comparison => {
      const observation = await cluster.observe(unit, comparison);

      expect(unsynced(observation)).toEqual([]);
      expect(observation).toMatchObject({
        comparison,
        sync: { state: 'synced' },
      });
    },
  );

  describe('edited behind the back of Git', () => {
    let began = 0;
    beforeAll(async () => {
      // Kubernetes keeps whole seconds.
      began = Math.floor(Date.now() / 1000) * 1000;
      for (const edit of [...driftingEdits, ...harmlessEdits]) {
        await cluster.edit(edit, unit);
      }
    });

    it.each(comparisons)(
      'tell each edit with its field, class and manager (%s)',
      async comparison => {
        const observation = await cluster.observe(unit, comparison);

        expect(found(observation)).toEqual(
          driftingEdits
            .map(edit =>
              [
                edit.object,
                edit.field,
                edit.class,
                edit.attributed ? edit.manager : undefined,
              ].join(' '),
            )
            .sort(),
        );
        expect(observation.sync.state).toBe('outOfSync');
      },
    );

    it('tell when it was, where Kubernetes keeps it', async () => {
      const { resources } = await cluster.observe(unit, 'readOnly');
      const writes = resources.flatMap(({ differences }) =>
        differences.flatMap(({ lastWrite }) => lastWrite ?? []),
      );
      // Kubernetes keeps no time for writes through the scale subresource.
      const timed = writes.filter(({ subresource }) => subresource !== 'scale');

      expect(timed.length).toBeGreaterThan(20);
      for (const { time } of timed) {
        expect(Date.parse(time ?? '')).toBeGreaterThanOrEqual(began);
      }
    });

    it('leave to an autoscaler what is its own, unless told otherwise', async () => {
      const { resources } = await cluster.observe(unit, 'readOnly');
      const storefront = resources.find(
        ({ kind, name }) => kind === 'Deployment' && name === 'storefront',
      );
      const [{ rule, fields }] = storefront?.ignored ?? [];
      expect(fields).toEqual(['spec.replicas']);

      const told = await cluster.observe(unit, 'readOnly', {
        disabledRules: [rule],
      });
      expect(found(told)).toContain(
        'Deployment/storefront spec.replicas changed kube-controller-manager',
      );
    });

    it('come back without a difference once they are reverted', async () => {
      await cluster.sync(unit);

      for (const comparison of comparisons) {
        expect(unsynced(await cluster.observe(unit, comparison))).toEqual([]);
      }
    });
  });

  describe('with a field that Git no longer declares', () => {
    let next: DesiredUnit;
    beforeAll(async () => {
      const file = path.join(fixture, 'checkout.yaml');
      const text = fs.readFileSync(file, 'utf8');
      bookshop.commit({ 'checkout.yaml': text.replace(/ +limit: .*\n/, '') });
      next = await bookshop.desired();
    });

    it.each(comparisons)('tell that it is to be removed (%s)', async mode => {
      expect(found(await cluster.observe(next, mode))).toEqual([
        'ConfigMap/checkout data.limit pendingRemoval backstage-gitops',
      ]);
    });

    it('come back without it once they are applied', async () => {
      await cluster.sync(next);

      for (const comparison of comparisons) {
        expect(unsynced(await cluster.observe(next, comparison))).toEqual([]);
      }
    });
  });
});
