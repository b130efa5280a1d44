import {
  LifecycleService,
  SchedulerService,
  SchedulerServiceTaskDescriptor,
  SchedulerServiceTaskInvocationDefinition,
  SchedulerServiceTaskRunner,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { untilAny } from './untilAny';

type Task = SchedulerServiceTaskScheduleDefinition &
  SchedulerServiceTaskInvocationDefinition;

/** What has not ended by then is left alone, in milliseconds. */
const usualGrace = 5_000;

/**
 * A scheduler whose tasks end with the plugin. By itself it tells them to only
 * while the database is closed, too late to give up their locks: no replica
 * would do their work until their timeouts have passed.
 */
export class EndingScheduler implements SchedulerService {
  readonly #scheduler: SchedulerService;
  readonly #grace: number;
  readonly #stopped = new AbortController();
  readonly #running = new Set<Promise<void>>();

  /** Before other shutdown hooks are added, which close what tasks work with. */
  constructor(options: {
    scheduler: SchedulerService;
    lifecycle: LifecycleService;
    grace?: number;
  }) {
    this.#scheduler = options.scheduler;
    this.#grace = options.grace ?? usualGrace;
    options.lifecycle.addShutdownHook(() => this.#stop());
  }

  async scheduleTask(task: Task): Promise<void> {
    await this.#scheduler.scheduleTask({
      ...task,
      fn: async signal => {
        const run = this.#run(task, signal);
        this.#running.add(run);
        try {
          await run;
        } finally {
          this.#running.delete(run);
        }
      },
    });
  }

  createScheduledTaskRunner(
    schedule: SchedulerServiceTaskScheduleDefinition,
  ): SchedulerServiceTaskRunner {
    return { run: task => this.scheduleTask({ ...schedule, ...task }) };
  }

  triggerTask(id: string): Promise<void> {
    return this.#scheduler.triggerTask(id);
  }

  cancelTask(id: string): Promise<void> {
    return this.#scheduler.cancelTask(id);
  }

  getScheduledTasks(): Promise<SchedulerServiceTaskDescriptor[]> {
    return this.#scheduler.getScheduledTasks();
  }

  async #run({ fn }: Task, signal: AbortSignal): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    try {
      await untilAny([signal, this.#stopped.signal], async either =>
        fn(either),
      );
    } catch (error) {
      // To be cut off by the end is no failure of the task.
      if (!this.#stopped.signal.aborted) throw error;
    }
  }

  async #stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.race([
      Promise.allSettled(this.#running),
      setTimeout(this.#grace, undefined, { ref: false }),
    ]);
    // The scheduler gives up a lock right after its task has ended; what comes
    // next may close the database.
    await setImmediate();
  }
}
