import { ClusterClient } from '../../../clusters/ClusterClient';
import { ApplySet, ApplySetParent } from '../ownership/ApplySet';

/** @public */
export interface RunOptions {
  readonly client: ClusterClient;
  readonly applySet: ApplySet;
  /** As it was when the plan was made. */
  readonly parent: ApplySetParent | undefined;
  /**
   * Noted on the parent once everything is as declared; absent where only a
   * part of the unit is synced.
   */
  readonly completes?: { readonly revision: string; readonly content: string };
  /** Milliseconds that a CRD may take until its kind is served. */
  readonly establishTimeout?: number;
  /** Milliseconds of the first pause before a call is tried again. */
  readonly retryPause?: number;
  readonly signal?: AbortSignal;
}
