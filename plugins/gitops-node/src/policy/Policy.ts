import { PolicyResult } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../manifests/Resource';

/**
 * What a policy judges: one unit as it would be rendered, and what it is for.
 * `before` is the same unit as it is, where a proposal changes it.
 *
 * @public
 */
export interface PolicyInput {
  readonly unit: {
    readonly id: string;
    readonly environment: string;
    readonly cluster?: string;
    readonly namespace?: string;
  };
  readonly services: readonly string[];
  readonly resources: readonly Resource[];
  readonly before?: readonly Resource[];
  /** The CustomResourceDefinitions that the repository holds. */
  readonly definitions?: readonly Resource[];
  readonly now: Date;
}

/**
 * A rule on rendered results. A policy that fails to run is a result of its
 * own level that says so, never silence.
 *
 * @public
 */
export interface Policy {
  readonly name: string;
  evaluate(
    input: PolicyInput,
    options?: { readonly signal?: AbortSignal },
  ): Promise<readonly PolicyResult[]>;
  /** What of the input it can't judge, for a person; nothing where absent. */
  unjudged?(input: PolicyInput): readonly string[];
}
