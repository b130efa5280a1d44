import { DifferenceClass } from '@backstage-gitops/plugin-gitops-common';
import { Path } from '../fields/Step';

/** A field that differs, before it is attributed and masked. */
export interface Finding {
  readonly path: Path;
  readonly class: DifferenceClass;
  readonly declared?: unknown;
  readonly live?: unknown;
}
