import { isError } from '@backstage/errors';
import { PolicyResult } from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { atMost, opaInput, opaResults, undecided } from './opaDecision';
import { Policy, PolicyInput } from './Policy';
import { LevelSettings } from './PolicyLevel';

/** @public */
export interface OpaServerPolicyConfig extends Partial<LevelSettings> {
  readonly name: string;
  /** Of the server, such as `http://opa:8181`. */
  readonly url: string;
  /** The package to ask, such as `gitops` or `acme/gitops`. */
  readonly package: string;
  readonly token?: string;
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;
/** An answer longer than this is not read. */
const maximumAnswerBytes = 1024 * 1024;

/** Without a result the package isn't there. */
const answerSchema = z.object({ result: z.unknown().optional() });

/** A Rego package on an Open Policy Agent server, over its Data API. @public */
export class OpaServerPolicy implements Policy {
  readonly name: string;
  readonly #config: OpaServerPolicyConfig;

  constructor(config: OpaServerPolicyConfig) {
    this.name = config.name;
    this.#config = config;
  }

  async evaluate(
    input: PolicyInput,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<readonly PolicyResult[]> {
    const results = await this.#results(input, options);
    return atMost(results, input.unit.environment, this.#config);
  }

  async #results(
    input: PolicyInput,
    options: { readonly signal?: AbortSignal },
  ): Promise<readonly PolicyResult[]> {
    try {
      const answer = await this.#ask(input, options.signal);
      return opaResults(this.name, answer.result);
    } catch (error) {
      options.signal?.throwIfAborted();
      const reason = isError(error) ? error.message : 'no answer';
      return [undecided(this.name, reason)];
    }
  }

  async #ask(input: PolicyInput, signal: AbortSignal | undefined) {
    const { url, package: name, token, timeoutMs } = this.#config;
    const path = name.split(/[/.]/).map(encodeURIComponent).join('/');
    const limit = AbortSignal.timeout(timeoutMs ?? defaultTimeoutMs);
    const response = await fetch(`${url.replace(/\/+$/, '')}/v1/data/${path}`, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'Content-Type': 'application/json',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ input: opaInput(input) }),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    const text = await response.text();
    if (text.length > maximumAnswerBytes) throw new Error('it says too much');
    const json: unknown = JSON.parse(text);
    return answerSchema.parse(json);
  }
}
