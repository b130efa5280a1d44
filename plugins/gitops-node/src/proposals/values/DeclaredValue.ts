import { FieldSegment } from '../../manifests/fieldPath';

/** Where a value is written: in a document, or in one that is text in it. */
export interface ValuePlace {
  readonly document: string;
  readonly segments: readonly FieldSegment[];
  /** Set where the field holds a text that is YAML itself. */
  readonly inner?: {
    readonly document: string;
    readonly segments: readonly FieldSegment[];
  };
  /** Set where the scalar is `NAME=value`, as in a generator's literals. */
  readonly literal?: string;
}

/** A scalar of a file, with what it can be found by in a counterpart. */
export interface DeclaredValue {
  /** The same in the counterpart file, whatever its environment's names. */
  readonly key: string;
  /** As it is shown. */
  readonly field: string;
  /** The key, the variable or the flag that says what it is. */
  readonly name: string;
  /** Keys on the way to it, the outermost first. */
  readonly path: readonly string[];
  /** Names of the objects that it is part of. */
  readonly owners: readonly string[];
  /** Whether it is in an object of kind Secret. */
  readonly isSecret: boolean;
  readonly place: ValuePlace;
  readonly line: number;
  readonly text: string;
  readonly value: string | number | boolean;
}
