import { EngineEvent } from '@backstage-gitops/plugin-gitops-common';
import { ServiceUnavailableError } from '@backstage/errors';
import { cartDelivery, cartObject } from '../__testUtils__/cartDelivery';
import { declaredUnit } from '../__testUtils__/DeclaredRepository';
import { MemoryCluster } from '../__testUtils__/MemoryCluster';
import { FluxUnitEngine } from './FluxUnitEngine';

const event: EngineEvent = {
  type: 'normal',
  reason: 'Ready',
  message: 'It is',
  count: 1,
  object: cartObject,
};

const unit = {
  repository: 'platform',
  unit: declaredUnit('cart'),
  ...{ targets: [], cluster: 'eu-1', delivery: cartDelivery },
};

describe('FluxUnitEngine', () => {
  let asked: number;
  let failure: Error | undefined;
  let now: number;

  const engine = () =>
    new FluxUnitEngine({
      clusters: [
        Object.assign(new MemoryCluster('eu-1'), {
          flux: {
            events: async () => {
              asked += 1;
              if (failure) throw failure;
              return [event];
            },
            reconcile: async () => cartObject,
            resume: async () => cartObject,
            suspend: async () => cartObject,
          },
        }),
      ],
      now: () => now,
    });

  beforeEach(() => {
    [asked, failure, now] = [0, undefined, 0];
  });

  it('asks for events once, however many people look', async () => {
    const flux = engine();
    const pages = await Promise.all(
      Array.from({ length: 100 }, () => flux.details(unit)),
    );
    expect(asked).toBe(1);
    expect(pages[99].events).toEqual([event]);
    now = 9_999;
    await flux.details(unit);
    expect(asked).toBe(1);
    now = 10_001;
    await flux.details(unit);
    expect(asked).toBe(2);
  });

  it('tells why there are no events, and asks anew', async () => {
    const flux = engine();
    failure = new ServiceUnavailableError('The cluster is away');
    expect(await flux.details(unit)).toMatchObject({
      events: [],
      unanswered: expect.stringContaining('The cluster is away'),
      actions: ['refresh', 'suspend'],
    });
    failure = undefined;
    expect((await flux.details(unit)).events).toEqual([event]);
  });

  it('offers what makes sense, and nothing where several claim the unit', async () => {
    const flux = engine();
    const suspended = { ...unit, delivery: { ...cartDelivery, suspended: {} } };
    expect(await flux.details(suspended)).toMatchObject({
      canSync: false,
      actions: ['resume'],
    });
    const contested = {
      ...unit,
      delivery: {
        ...cartDelivery,
        object: undefined,
        claimedBy: [cartObject, cartObject],
      },
    };
    expect(await flux.details(contested)).toMatchObject({
      canSync: false,
      actions: [],
    });
    expect(asked).toBe(1);
  });

  it('refuses what Flux does not know, and a cluster that is there no more', async () => {
    const { signal } = new AbortController();
    const flux = engine();
    const by = 'user:default/dana';
    await expect(
      flux.act(unit, { action: 'terminate' }, by, signal),
    ).rejects.toThrow(/suspend it/);
    await expect(
      flux.act({ ...unit, cluster: 'us-1' }, { action: 'resume' }, by, signal),
    ).rejects.toThrow(/not configured any more/);
  });
});
