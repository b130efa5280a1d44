import { isError } from '@backstage/errors';
import {
  PolicyResult,
  policyResultSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { atMost, undecided } from './opaDecision';
import { Policy, PolicyInput } from './Policy';
import { LevelSettings } from './PolicyLevel';

/** Somebody looks at a page meanwhile. */
const defaultTimeoutMs = 10_000;

/** Of a reason, in characters. */
const maximumReason = 300;

const resultsSchema = z.array(policyResultSchema);

/** How loud a policy of others may be, and how long it is waited for. @public */
export interface GuardedPolicySettings extends Partial<LevelSettings> {
  /** Milliseconds; 10,000. */
  readonly timeoutMs?: number;
}

/**
 * A policy that others wrote, held to what is asked of every policy: one that
 * throws, gives no results or doesn't end has not agreed. Where its level is
 * `warn`, whatever it denies, and that it failed, is a warning.
 *
 * @public
 */
export class GuardedPolicy implements Policy {
  readonly name: string;
  readonly #policy: Policy;
  readonly #settings: GuardedPolicySettings;

  constructor(policy: Policy, settings: GuardedPolicySettings = {}) {
    this.name = policy.name;
    this.#policy = policy;
    this.#settings = settings;
  }

  async evaluate(
    input: PolicyInput,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<readonly PolicyResult[]> {
    const results = await this.#results(input, options.signal);
    return atMost(results, input.unit.environment, this.#settings);
  }

  unjudged(input: PolicyInput): readonly string[] {
    try {
      return this.#policy.unjudged?.(input) ?? [];
    } catch (error) {
      return [`${this.name} can't tell what it doesn't judge: ${told(error)}`];
    }
  }

  async #results(
    input: PolicyInput,
    signal: AbortSignal | undefined,
  ): Promise<readonly PolicyResult[]> {
    try {
      const found = resultsSchema.safeParse(await this.#asked(input, signal));
      return found.success
        ? found.data.map(result => ({ ...result, policy: this.name }))
        : [undecided(this.name, 'it gives no results')];
    } catch (error) {
      signal?.throwIfAborted();
      return [undecided(this.name, told(error))];
    }
  }

  /** It is not relied on to heed the signal. */
  async #asked(input: PolicyInput, outer: AbortSignal | undefined) {
    const { timeoutMs = defaultTimeoutMs } = this.#settings;
    const end = new AbortController();
    const signal = AbortSignal.any([end.signal, ...(outer ? [outer] : [])]);
    const timer = setTimeout(
      () => end.abort(new Error(`it took more than ${timeoutMs} ms`)),
      timeoutMs,
    );
    const ended = new Promise<never>((_, reject) => {
      const onAbort = () => reject(signal.reason);
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([
        this.#policy.evaluate(input, { signal }),
        ended,
      ]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What a validation failed for is told over many lines. */
function told(error: unknown): string {
  const text = isError(error) ? error.message : String(error);
  return text.replace(/\s+/g, ' ').slice(0, maximumReason);
}
