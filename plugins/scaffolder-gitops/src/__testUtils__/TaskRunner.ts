import { LoggerService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonObject, JsonValue } from '@backstage/types';
import { validate } from 'jsonschema';
import { createActions } from '../actions/createActions';
import { Clock } from '../api/Clock';
import { ApiServer } from './ApiServer';

export interface RunOptions {
  readonly isDryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly workspacePath?: string;
  /** Dies once an effect of this name is done, and before that is kept. */
  readonly diesAfter?: string;
}

/**
 * Runs actions as the scaffolder does: the input is checked by the action's
 * schema, checkpoints that were kept are not run again, and what a task kept
 * outlives its death.
 */
export class TaskRunner {
  readonly log: string[] = [];
  readonly checkpoints = new Map<string, string>();
  readonly pauses: number[] = [];
  readonly actions: ReturnType<typeof createActions>;
  #now = Date.parse('2026-11-27T10:00:00Z');

  constructor(
    server: ApiServer,
    options: { readonly requireUserToken?: boolean } = {},
  ) {
    this.actions = createActions({
      gitops: server.client(),
      auth: mockServices.auth(),
      clock: this.#clock(),
      requireUserToken: options.requireUserToken ?? false,
      integrations: ScmIntegrations.fromConfig(
        mockServices.rootConfig({
          data: { integrations: { github: [{ host: 'github.com' }] } },
        }),
      ),
    });
  }

  async run(
    id: string,
    input: JsonObject,
    options: RunOptions = {},
  ): Promise<Record<string, any>> {
    const action = this.actions.find(candidate => candidate.id === id);
    if (!action) throw new InputError(`No action '${id}'`);
    const { valid, errors } = validate(input, action.schema?.input ?? {});
    if (!valid) throw new InputError(errors.join(', '));

    const output: Record<string, any> = {};
    const context = createMockActionContext<any>({
      input,
      logger: this.#logger(),
      workspacePath: options.workspacePath ?? 'unused',
    });
    const handler: (ctx: typeof context) => Promise<void> = action.handler;
    await handler({
      ...context,
      isDryRun: options.isDryRun,
      signal: options.signal,
      checkpoint: ({ key, fn }) => this.#checkpoint(key, fn, options),
      output: (name, value) => {
        output[String(name)] = value;
      },
    });
    return output;
  }

  async #checkpoint<T extends JsonValue | void>(
    key: string,
    fn: () => Promise<T> | T,
    { diesAfter }: RunOptions,
  ): Promise<T> {
    const kept = this.checkpoints.get(key);
    if (kept !== undefined) return JSON.parse(kept);
    const value = await fn();
    if (diesAfter !== undefined && key.startsWith(diesAfter)) {
      throw new Error('killed');
    }
    this.checkpoints.set(key, JSON.stringify(value ?? {}));
    return value;
  }

  #clock(): Clock {
    return {
      now: () => new Date(this.#now),
      sleep: async (milliseconds, signal) => {
        signal?.throwIfAborted();
        this.pauses.push(milliseconds);
        this.#now += milliseconds;
      },
    };
  }

  #logger(): LoggerService {
    const say = (message: string) => void this.log.push(message);
    const logger: LoggerService = {
      debug: say,
      info: say,
      warn: say,
      error: say,
      child: () => logger,
    };
    return logger;
  }
}
