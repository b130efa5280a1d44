import {
  ArgoCdReport,
  ArgoCdWatchOptions,
} from '@backstage-gitops/plugin-gitops-node';
import { mockServices } from '@backstage/backend-test-utils';
import { observed } from '../../__testUtils__/MemoryCluster';
import { Bell } from '../Bell';
import { ArgoCdSession } from './ArgoCdSession';

const minute = 60_000;

const report = (unclaimed: readonly string[]): ArgoCdReport => ({
  ...{ read: ['eu'], units: new Map(), unclaimed, undeclared: [] },
  problems: new Map(),
});

describe('ArgoCdSession', () => {
  let now: number;

  beforeEach(() => {
    now = 0;
  });

  /** What is written, in its order, of what a watch tells. */
  async function written(
    tell: (options: ArgoCdWatchOptions) => Promise<void>,
  ): Promise<readonly string[]> {
    const order: string[] = [];
    const stop = new AbortController();
    let begin = () => {};
    const told = new Promise<void>(resolve => {
      begin = resolve;
    });
    const session = new ArgoCdSession({
      engine: {
        instances: [],
        watch: options => ({
          run: async () => {
            await tell(options);
            begin();
            stop.abort();
          },
          unitsChanged: () => {},
        }),
      },
      units: {
        read: async () => [],
        fingerprint: async () => 'one',
        isSourceOf: () => false,
        containsCommit: () => undefined,
        declaredVersions: () => undefined,
      },
      claims: {
        claim: async () => true,
        renew: async () => true,
        fence: () => async () => {},
        release: async () => {},
      },
      observations: {
        writeAll: async observations => {
          order.push(...observations.map(({ unit }) => `seen ${unit}`));
          return [];
        },
      },
      notes: {
        begin: async () => {},
        // A database that takes its time.
        instance: async () => {
          await told;
          return [];
        },
        report: async ({ unclaimed }) => {
          order.push(`gone ${unclaimed.join()}`);
          return [];
        },
      },
      ...{ holder: 'one', declared: new Bell(), onNews: () => {} },
      times: {
        ...{ session: minute, turn: minute, claim: minute, beat: minute },
        ...{ probe: minute, poll: minute, grace: minute },
      },
      logger: mockServices.logger.mock(),
      now: () => new Date(now),
    });
    await session.run(stop.signal);
    return order;
  }

  it('forgets what is gone after it has written what was seen of it before', async () => {
    const order = await written(async options => {
      options.onInstance({
        ...{ instance: 'eu', state: 'ready', applications: 1 },
      });
      options.onReport(report([]));
      await options.onObservation(observed('cart'));
      options.onReport(report(['cart']));
    });

    expect(order).toEqual(['seen cart', 'gone cart']);
  });

  it('writes nothing once others may have written what is newer', async () => {
    const order = await written(async options => {
      options.onInstance({
        ...{ instance: 'eu', state: 'ready', applications: 1 },
      });
      await options.onObservation(observed('cart'));
      now += minute;
    });

    expect(order).toEqual([]);
  });
});
