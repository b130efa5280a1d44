import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../manifests/Resource';

/** @public */
export interface RenderResult {
  /** As they would be applied; Secrets are not masked. */
  readonly resources: readonly Resource[];
  /** One of level `error` says why there is no render, or not all of it. */
  readonly diagnostics: readonly Diagnostic[];
}
