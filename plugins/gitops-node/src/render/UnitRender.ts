import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../manifests/Resource';

/** Where in the repository a field of a rendered object is declared. @public */
export interface FieldOrigin {
  readonly file: string;
  readonly line: number;
}

/** An object as a unit declares it. Secrets are not masked. @public */
export interface DeclaredResource {
  readonly resource: Resource;
  /**
   * Why this object alone can't be compared or applied (its values are
   * encrypted, or made of variables that only the cluster has), while it is
   * sure that it is declared. Its other fields may not be what is declared.
   */
  readonly indeterminate?: string;
  /** Of a field written as everywhere (`spec.containers[name=app].image`). */
  origin(field: string): FieldOrigin | undefined;
}

/**
 * What a unit declares to be in its cluster at one revision. `indeterminate`
 * where an input isn't in Git, or something was not applied: then what is
 * listed may be incomplete or wrong in places, nothing of it may be called
 * synced and nothing pruned. Diagnostics of level `error` say why.
 *
 * @public
 */
export interface UnitRender {
  readonly unit: string;
  readonly revision: string;
  readonly namespace?: string;
  readonly resources: readonly DeclaredResource[];
  readonly indeterminate: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
