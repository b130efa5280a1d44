import { mockServices } from '@backstage/backend-test-utils';
import { EndingScheduler } from './EndingScheduler';

const schedule = { frequency: { hours: 1 }, timeout: { hours: 1 } };

describe('EndingScheduler', () => {
  function open(grace?: number) {
    const hooks: (() => void | Promise<void>)[] = [];
    const scheduler = new EndingScheduler({
      scheduler: mockServices.scheduler(),
      lifecycle: mockServices.lifecycle.mock({
        addShutdownHook: hook => void hooks.push(hook),
      }),
      ...(grace !== undefined && { grace }),
    });
    const shutDown = async () => {
      for (const hook of hooks) await hook();
    };
    return { scheduler, shutDown };
  }

  /** A task that ends some time after it is told to. */
  async function begin(scheduler: EndingScheduler, id = 'read') {
    const order: string[] = [];
    let begun = () => {};
    const beginning = new Promise<void>(resolve => {
      begun = resolve;
    });
    await scheduler.scheduleTask({
      ...{ ...schedule, id },
      fn: async signal => {
        begun();
        await new Promise(resolve => signal.addEventListener('abort', resolve));
        await new Promise(resolve => setImmediate(resolve));
        order.push('ended');
        throw signal.reason;
      },
    });
    const run = scheduler.triggerTask(id).then(() => order.push('let go'));
    await beginning;
    return { order, run };
  }

  it('has tasks end as the plugin shuts down, and waits until they are let go', async () => {
    const { scheduler, shutDown } = open();
    const { order } = await begin(scheduler);

    await shutDown();

    expect(order).toEqual(['ended', 'let go']);
  });

  it('begins no task any more', async () => {
    const { scheduler, shutDown } = open();
    let runs = 0;
    const fn = async () => {
      runs += 1;
    };
    await scheduler.createScheduledTaskRunner(schedule).run({ id: 'read', fn });
    await scheduler.triggerTask('read');
    await shutDown();
    await scheduler.triggerTask('read');

    expect(runs).toBe(1);
  });

  it('leaves alone what does not end', async () => {
    const { scheduler, shutDown } = open(1);
    await scheduler.scheduleTask({
      ...{ ...schedule, id: 'read' },
      fn: () => new Promise<void>(() => {}),
    });
    scheduler.triggerTask('read').catch(() => {});

    await expect(shutDown()).resolves.toBeUndefined();
  });

  it('has a task end that the scheduler cancels', async () => {
    const { scheduler } = open();
    const { order, run } = await begin(scheduler);
    await scheduler.cancelTask('read');
    await run;

    expect(order).toEqual(['ended', 'let go']);
  });

  it('tells the scheduler of a task that fails', async () => {
    const scheduled: ((signal: AbortSignal) => unknown)[] = [];
    const scheduler = new EndingScheduler({
      scheduler: mockServices.scheduler.mock({
        scheduleTask: async ({ fn }) => void scheduled.push(fn),
      }),
      lifecycle: mockServices.lifecycle.mock(),
    });
    await scheduler.scheduleTask({
      ...{ ...schedule, id: 'read' },
      fn: async () => {
        throw new Error('The disk is full');
      },
    });

    const { signal } = new AbortController();
    await expect(scheduled[0](signal)).rejects.toThrow('The disk is full');
  });
});
