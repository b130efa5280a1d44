import { DifferenceClass } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../manifests/Resource';

/**
 * What is known of a kind: read from an API server's OpenAPI, or the built-in
 * tables where none is at hand.
 *
 * @public
 */
export interface SchemaSource {
  /** `undefined` where the kind is not known. */
  schemaOf(apiVersion: string, kind: string): ResourceSchema | undefined;
}

/** @public */
export interface ResourceSchema {
  /** Absent where it isn't known. */
  readonly namespaced?: boolean;
  readonly root: FieldSchema;
  /**
   * Set for Kubernetes' own kinds, which leave out `0` and `false` where Go
   * would: then a declared zero says the same as an absent field.
   */
  readonly omitsZero?: boolean;
}

/**
 * A field's schema, as far as comparing needs it.
 *
 * `list` is how items are told apart: by keys, by their value, or not at all;
 * `unordered` is a list that is one value, but that its server reorders.
 * `atomicMap` is a map that is one value, so that what was added to it counts.
 * `default` is what the server fills in. `distinctEmpty` says that an empty
 * value isn't the same as an absent one, `serverOnly` that what is declared
 * there is not kept.
 *
 * @public
 */
export interface FieldSchema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'boolean';
  readonly format?: 'quantity' | 'intOrString' | 'time' | 'bytes';
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly additional?: FieldSchema;
  readonly items?: FieldSchema;
  readonly list?:
    | { readonly kind: 'map'; readonly keys: readonly string[] }
    | { readonly kind: 'set' }
    | { readonly kind: 'atomic' }
    | { readonly kind: 'unordered' };
  readonly atomicMap?: boolean;
  readonly preserveUnknown?: boolean;
  readonly default?: unknown;
  /** Of a built-in kind, where what is filled in depends on other fields. */
  readonly defaults?: readonly unknown[];
  readonly distinctEmpty?: boolean;
  readonly serverOnly?: boolean;
}

/**
 * A named rule: what it selects is shown as ignored, with its name and count,
 * and isn't drift. Pointers and paths select a field and all below it; where
 * both places and managers are given, a field has to fit both.
 *
 * @public
 */
export interface IgnoreRule {
  readonly name: string;
  /** Shown to a person: why this isn't drift. */
  readonly reason?: string;
  readonly match?: {
    readonly groups?: readonly string[];
    readonly kinds?: readonly string[];
    readonly namespaces?: readonly string[];
    readonly names?: readonly string[];
    /** Target ids or services. */
    readonly targets?: readonly string[];
  };
  /** JSON pointers (RFC 6901); `*` stands for one segment. */
  readonly pointers?: readonly string[];
  /** Paths such as `.spec.template.spec.containers[].env`, `.webhooks[].clientConfig.caBundle`. */
  readonly paths?: readonly string[];
  /** Fields last written by one of these managers. */
  readonly managers?: readonly string[];
}

/** @public */
export interface ComparisonOptions {
  readonly schemas: SchemaSource;
  /** In force beside the built-in ones that `disabledRules` doesn't name. */
  readonly rules: readonly IgnoreRule[];
  readonly disabledRules?: readonly string[];
  /** The manager whose fields Git no longer declares are `pendingRemoval`. */
  readonly fieldManagers: readonly string[];
  /** Also list what Git doesn't declare and others wrote. */
  readonly unmanaged: boolean;
  /** Namespace of declared objects that name none. */
  readonly defaultNamespace?: string;
  /** What `match.targets` is compared with. */
  readonly targets?: readonly string[];
  /** Salt of the masks of one comparison. */
  readonly salt: Uint8Array;
}

/**
 * One object to compare. `predicted` is the answer of a dry-run apply, in exact
 * mode. `origins` finds the line that declares a field.
 *
 * @public
 */
export interface ComparisonPair {
  readonly declared?: Resource;
  readonly live?: Resource;
  readonly predicted?: Resource;
  /** Whether an autoscaler is known to target the object. */
  readonly autoscaled?: boolean;
  /** Why the declared object can't be compared. */
  readonly indeterminate?: string;
  readonly origin?: (
    field: string,
  ) => { readonly file: string; readonly line: number } | undefined;
}

/** Classes that count as drift. @public */
export const countedClasses: readonly DifferenceClass[] = [
  'changed',
  'missing',
  'pendingRemoval',
];
