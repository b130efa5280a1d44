import { Difference } from '@backstage-gitops/plugin-gitops-common';
import { observed, observedResource } from '../__testUtils__/MemoryCluster';
import { liveColumns, readStoredLive, stateRanks } from './targetLive';

const replicas = (kind: Difference['class']): Difference => ({
  ...{ field: 'spec.replicas', class: kind, declared: 2, live: 5 },
});

function columnsOf(...resources: (readonly Difference[])[]) {
  const columns = liveColumns(
    { id: 'cart', artifacts: '[]', live: null },
    observed('cart', {
      resources: resources.map((differences, index) =>
        observedResource(`cart-${index}`, {
          status: 'drifted',
          differences: [...differences],
        }),
      ),
    }),
    [],
  );
  return { ...columns, live: readStoredLive(columns.live) };
}

describe('liveColumns', () => {
  it('counts no resource as drifted of which all is still to be delivered', () => {
    expect(columnsOf([replicas('undelivered')])).toMatchObject({
      live: { drift: { fields: 0, resources: 0 } },
      ...{ drift_count: 0, state_rank: stateRanks.fine },
    });
    expect(
      columnsOf(
        [replicas('undelivered')],
        [replicas('undelivered'), replicas('changed')],
      ),
    ).toMatchObject({
      live: { drift: { fields: 1, resources: 1 } },
      ...{ drift_count: 1, state_rank: stateRanks.drifted },
    });
  });

  it('counts no object as missing that was never applied', () => {
    const columns = liveColumns(
      { id: 'cart', artifacts: '[]', live: null },
      observed('cart', {
        resources: [
          observedResource('new', { status: 'undelivered' }),
          observedResource('gone', { status: 'missing' }),
        ],
      }),
      [],
    );

    expect(columns.drift_count).toBe(1);
    expect(readStoredLive(columns.live)?.drift).toMatchObject({
      ...{ fields: 0, resources: 0, missing: 1, orphaned: 0 },
    });
  });

  it('counts a resource that is said to have drifted, of which no field is known', () => {
    expect(columnsOf([])).toMatchObject({
      live: { drift: { fields: 0, resources: 1 } },
    });
  });
});
