import { applicationAnswer } from '@backstage-gitops/envtest';
import { ApplicationIndex } from './ApplicationIndex';

function application(
  version: number,
  fields: { name?: string; uid?: string; health?: string } = {},
) {
  const { name = 'shop', uid = 'one', health = 'Healthy' } = fields;
  return applicationAnswer({
    metadata: { name, uid, resourceVersion: String(version) },
    status: { health: { status: health } },
  });
}

const list = (version: number, ...items: readonly unknown[]) => ({
  resourceVersion: String(version),
  items,
});

describe('ApplicationIndex', () => {
  let now: number;
  let index: ApplicationIndex;

  beforeEach(() => {
    now = 0;
    index = new ApplicationIndex('eu', { now: () => now });
  });

  const isWhole = (name: string) => index.isWhole(`argocd/${name}`);

  const health = (name = 'shop') => index.get(`argocd/${name}`)?.health.state;

  it('keeps what events told since a list was made', () => {
    index.put(application(12, { health: 'Degraded' }));
    index.put(application(13, { name: 'new' }));

    expect(index.replace(list(11, application(10)))).toEqual([]);

    expect([health(), health('new')]).toEqual(['degraded', 'healthy']);
  });

  it('believes a list of a store that was restored, or is another', () => {
    index.replace(
      list(
        9_000,
        application(9_000, { health: 'Healthy' }),
        application(8_000, { name: 'gone' }),
      ),
    );
    now += 180_000;

    const changed = index.replace(
      list(50, application(40, { health: 'Degraded' })),
    );

    expect(changed).toEqual(['argocd/shop', 'argocd/gone']);
    expect([health(), health('gone')]).toEqual(['degraded', undefined]);
  });

  /** As the API of Argo CD lists what it is asked for by fields. */
  function short(fields: { name?: string; health?: string } = {}) {
    const { metadata, spec, status } = application(0, fields);
    const { name, namespace } = metadata;
    const { sync, health: healthNow, resources, operationState } = status;
    return {
      ...{ metadata: { name, namespace }, spec },
      status: {
        ...{ sync: { status: sync.status }, health: healthNow, resources },
        operationState: { ...operationState, operation: null },
      },
    };
  }

  const unsure = () => index.unsure.map(({ name }) => name);

  it('gives up nothing for what a list tells in short, and knows what to ask for', () => {
    index.put(application(12));
    index.put(application(13, { name: 'other' }));
    const history = index.get('argocd/shop')?.history;
    expect(history).toHaveLength(1);

    index.replace(list(14, short(), short({ name: 'other' })));
    expect(unsure()).toEqual([]);

    expect(
      index.replace(
        list(
          15,
          short(),
          short({ name: 'new' }),
          short({ name: 'other', health: 'Degraded' }),
        ),
      ),
    ).toEqual(['argocd/new']);
    expect(unsure()).toEqual(['new', 'other']);
    expect(['shop', 'new', 'other'].map(isWhole)).toEqual([true, false, true]);
    expect(index.get('argocd/shop')?.history).toEqual(history);

    index.put(application(16, { name: 'new' }));
    expect(
      index.learn(application(15, { name: 'other', health: 'Degraded' })),
    ).toMatchObject({ isDifferent: true });
    expect(unsure()).toEqual([]);
    expect(health('other')).toBe('degraded');
  });

  it('asks for nothing that an event has told since the list was made', () => {
    index.put(application(20, { health: 'Degraded' }));

    index.replace(list(19, short()));

    expect(unsure()).toEqual([]);
    expect(health()).toBe('degraded');
  });

  it('believes an event of an object that was made anew, whatever its version', () => {
    index.put(application(9_000));

    expect(
      index.put(application(40, { uid: 'two', health: 'Degraded' })),
    ).toEqual({ key: 'argocd/shop', isDifferent: true });

    expect(health()).toBe('degraded');
  });

  it('keeps what was made anew when the one before it is told to be gone', () => {
    index.put(application(9_000));
    index.put(application(9_001, { uid: 'two' }));

    expect(index.remove(application(9_002))).toBeUndefined();

    expect(health()).toBe('healthy');
    expect(index.remove(application(9_003, { uid: 'two' }))).toBe(
      'argocd/shop',
    );
  });
});
