import { UndeclaredObject } from '@backstage-gitops/plugin-gitops-common';
import {
  createTestDatabases,
  migratedDatabase,
} from '../__testUtils__/databases';
import { EngineStore, keptUndeclared } from './EngineStore';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 2, 3, minute));

const undeclared = (name: string): UndeclaredObject => ({
  object: {
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    namespace: 'flux-system',
    name,
  },
  sources: [{ url: 'https://git.acme.example/other', path: 'apps' }],
});

const eu1 = { kind: 'flux', name: 'eu-1' } as const;

describe.each(createTestDatabases().eachSupportedId())(
  'EngineStore on %s',
  id => {
    const databases = createTestDatabases();

    const open = async () => ({
      store: new EngineStore(await migratedDatabase(databases, id)),
    });

    it('keeps what an engine holds, and tells whether that is news', async () => {
      const { store } = await open();
      const survey = { units: 3, undeclared: [undeclared('stray')] };
      expect(await store.survey(eu1, survey)).toBe(true);
      expect(await store.all()).toEqual([
        {
          ...eu1,
          ...{ state: 'pending', units: 3, undeclaredTotal: 1 },
          undeclared: [undeclared('stray')],
        },
      ]);
      expect(await store.survey(eu1, survey)).toBe(false);
      expect(await store.survey(eu1, { ...survey, units: 4 })).toBe(true);
    });

    it('counts what is too much to keep', async () => {
      const { store } = await open();
      const names = Array.from(
        { length: keptUndeclared + 7 },
        (_, number) => `stray-${number}\0`,
      );
      await store.survey(eu1, { units: 0, undeclared: names.map(undeclared) });
      const [engine] = await store.all();
      expect(engine.undeclared).toHaveLength(keptUndeclared);
      expect(engine.undeclaredTotal).toBe(keptUndeclared + 7);
    });

    it('keeps since when an engine fails, and the newest reason', async () => {
      const { store } = await open();
      expect(await store.fail(eu1, 'No route', at(1))).toBe(true);
      expect(await store.fail(eu1, 'Refused', at(2))).toBe(false);
      expect(await store.all()).toMatchObject([
        { state: 'failed', reason: 'Refused', failedAt: at(1).toISOString() },
      ]);
      expect(await store.succeed(eu1, at(3))).toBe(true);
      expect(await store.succeed(eu1, at(4))).toBe(false);
      const [engine] = await store.all();
      expect(engine).toMatchObject({
        state: 'ready',
        lastSuccessAt: at(4).toISOString(),
      });
      expect(engine.reason).toBeUndefined();
      expect(engine.failedAt).toBeUndefined();
    });

    it('forgets engines that are there no more', async () => {
      const { store } = await open();
      const argo = { kind: 'argocd', name: 'eu-1' } as const;
      for (const engine of [eu1, { ...eu1, name: 'eu-2' }, argo]) {
        await store.expect(engine);
      }
      await store.retain('flux', ['eu-2']);
      expect(await store.all()).toMatchObject([
        { kind: 'argocd', name: 'eu-1', state: 'pending', units: 0 },
        { kind: 'flux', name: 'eu-2' },
      ]);
      await store.forget(argo);
      expect(await store.all()).toMatchObject([{ kind: 'flux' }]);
    });
  },
);
