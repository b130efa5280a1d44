import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { desiredUnit } from '../../builtin/__testUtils__/desiredUnit';
import { isApplier } from '../api/FluxObject';
import { readFluxObject } from '../api/readFluxObject';
import { FluxState } from '../observe/FluxState';
import { UnitNews, UnitTelling } from './UnitTelling';

const [older, newer] = ['a'.repeat(40), 'b'.repeat(40)];
const desired = desiredUnit([], { id: 'shop', revision: newer });
const state = new FluxState([]);

const seen: UnitObservation = {
  ...{ unit: 'shop', cluster: 'eu-1', engine: 'builtin', targets: [] },
  ...{ comparison: 'readOnly', observedAt: '2026-11-01T10:00:00.000Z' },
  ...{ revision: newer, sync: { state: 'outOfSync', reason: '1 missing' } },
  health: { state: 'missing' },
  resources: [
    {
      ...{ group: '', kind: 'ConfigMap', namespace: 'shop', name: 'new' },
      ...{ status: 'missing', health: { state: 'missing' } },
      ...{ differences: [], targets: [] },
    },
  ],
};

function claimedAt(commit: string, entries: readonly object[]) {
  const object = readFluxObject({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    ...{ kind: 'Kustomization', metadata: { name: 'shop', namespace: 'apps' } },
    status: {
      conditions: [{ type: 'Ready', status: 'True' }],
      ...{ inventory: { entries } },
      lastAppliedRevision: `main@sha1:${commit}`,
    },
  });
  if (object === undefined || !isApplier(object)) throw new Error('No applier');
  return { type: 'claimed', object } as const;
}

const before = claimedAt(older, []);
const after = claimedAt(newer, [{ id: 'shop_new__ConfigMap' }]);

describe('UnitTelling', () => {
  let isThere = false;
  let told: UnitObservation[] = [];
  let telling: UnitTelling;

  beforeEach(() => {
    told = [];
    telling = new UnitTelling({
      ...{ leavesOthers: false, now: () => new Date(0) },
      isThere: async () => isThere,
      onObservation: async observation => {
        told.push(observation);
      },
    });
  });

  const tell = (news: Partial<UnitNews>) =>
    telling.tell({ desired, seen, claim: before, ...news }, state);
  const statuses = () => told.map(({ resources: [{ status }] }) => status);

  it('waits for what Flux has just applied to be seen', async () => {
    isThere = true;
    await tell({});
    await tell({ claim: after });
    expect(statuses()).toEqual(['undelivered']);

    const [resource] = seen.resources;
    const resources = [{ ...resource, status: 'synced' as const }];
    await tell({ claim: after, seen: { ...seen, resources } });
    expect(statuses()).toEqual(['undelivered', 'synced']);
  });

  it('calls missing what was applied and is not there', async () => {
    isThere = false;
    await tell({});
    await tell({ claim: after });
    expect(statuses()).toEqual(['undelivered', 'missing']);
  });

  it('tells of what declares a unit that Flux has still to apply it', async () => {
    const object = {
      ...{ by: 'shop', key: 'ConfigMap shop new' },
      status: 'missing' as const,
    };
    expect(telling.statusOf(object)).toBe('missing');
    await tell({});
    expect(telling.statusOf(object)).toBe('undelivered');
  });
});
