import { ArtifactKind } from '@backstage-gitops/plugin-gitops-common';
import { ArtifactOrigin } from './model';

/** Where something is written: the field that supplied a winning value. */
export interface Location extends ArtifactOrigin {
  /** The field as it is found in other versions of the file, where that differs. */
  readonly trackedField?: string;
  readonly line: number;
  /** Whether `field` holds the value itself, and not only the text around it. */
  readonly exact: boolean;
}

/** A value together with the place that supplied it. */
export interface Located<T> {
  readonly value: T;
  readonly location: Location;
}

/** One artifact and the place that supplied the winning value. */
export interface LocatedArtifact {
  readonly kind: ArtifactKind;
  readonly name: string;
  readonly version: string;
  readonly digest?: string;
  readonly location: Location;
  /** Where the other parts of it are written (repository, digest). */
  readonly related?: readonly Location[];
}
