import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Declaration, Scope, SourceContent } from './declaration';

/** A declaration with what its sources hold. */
export interface ExpandedUnit {
  readonly declaration: Declaration;
  readonly scope: Scope;
  /** In the order of the declaration's sources. */
  readonly contents: readonly SourceContent[];
  /** `suspended`, or `absent` where none of its sources exist: no unit. */
  readonly state: 'active' | 'suspended' | 'absent';
}

/** All declarations, followed until none declares another. */
export interface Expansion {
  readonly units: readonly ExpandedUnit[];
  readonly diagnostics: readonly Diagnostic[];
}
