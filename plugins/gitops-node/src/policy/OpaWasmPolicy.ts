import { InputError, isError } from '@backstage/errors';
import { PolicyResult } from '@backstage-gitops/plugin-gitops-common';
import { LoadedPolicy, loadPolicy } from '@open-policy-agent/opa-wasm';
import { z } from 'zod';
import { atMost, opaInput, opaResults, undecided } from './opaDecision';
import { Policy, PolicyInput } from './Policy';
import { LevelSettings } from './PolicyLevel';
import { readOpaBundle } from './readOpaBundle';

/** @public */
export interface OpaWasmPolicyConfig extends Partial<LevelSettings> {
  readonly name: string;
  /** The entrypoint that the bundle was built with (`opa build -t wasm -e gitops`). */
  readonly entrypoint: string;
}

/** 128 MiB, in pages of 64 KiB: what a bundle may use at most. */
const memory = { initial: 5, maximum: 2048 };

const answerSchema = z.array(z.object({ result: z.unknown() }));

/** A Rego package compiled to WebAssembly, run in this process. @public */
export class OpaWasmPolicy implements Policy {
  readonly name: string;
  readonly #config: OpaWasmPolicyConfig;
  readonly #policy: LoadedPolicy;

  private constructor(config: OpaWasmPolicyConfig, policy: LoadedPolicy) {
    this.name = config.name;
    this.#config = config;
    this.#policy = policy;
  }

  /**
   * Reads a bundle (`bundle.tar.gz`) or a bare `policy.wasm`. Rejects with an
   * InputError where it is neither, or lacks the entrypoint.
   */
  static async load(
    config: OpaWasmPolicyConfig,
    content: Uint8Array,
  ): Promise<OpaWasmPolicy> {
    const { wasm, data } = await readOpaBundle(content);
    const policy = await loadPolicy(new Uint8Array(wasm), memory).catch(
      error => {
        throw new InputError(
          `The policy ${config.name} is no compiled bundle`,
          error,
        );
      },
    );
    if (!(config.entrypoint in policy.entrypoints)) {
      const known = Object.keys(policy.entrypoints).join(', ');
      throw new InputError(
        `The policy ${config.name} has no entrypoint ${config.entrypoint}; it has ${known}`,
      );
    }
    policy.setData(data);
    return new OpaWasmPolicy(config, policy);
  }

  async evaluate(input: PolicyInput): Promise<readonly PolicyResult[]> {
    const { environment } = input.unit;
    return atMost(this.#results(input), environment, this.#config);
  }

  #results(input: PolicyInput): readonly PolicyResult[] {
    try {
      const answer: unknown = this.#policy.evaluate(
        opaInput(input),
        this.#config.entrypoint,
      );
      const [first] = answerSchema.parse(answer);
      return opaResults(this.name, first?.result);
    } catch (error) {
      const reason = isError(error) ? error.message : 'it failed';
      return [undecided(this.name, reason)];
    }
  }
}
