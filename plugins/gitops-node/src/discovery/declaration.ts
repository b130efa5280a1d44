import { Diagnostic, UnitKind } from '@backstage-gitops/plugin-gitops-common';
import { ArtifactOrigin, DiscoveryBranch, DiscoveryInput } from './model';

/** Where something is written: the field that supplied a winning value. */
export interface Location extends ArtifactOrigin {
  readonly line: number;
}

/** A value together with the place that supplied it. */
export interface Located<T> {
  readonly value: T;
  readonly location: Location;
}

/** Helm values as an engine hands them to a chart, later ones winning. */
export type ValuesSource =
  /** A values file of the repository. */
  | { readonly type: 'file'; readonly path: string; readonly optional: boolean }
  /** Values written into the declaring object, at `location.field`. */
  | {
      readonly type: 'inline';
      readonly values: unknown;
      readonly location: Location;
    }
  /** One `--set` parameter: a dotted path and its value. */
  | {
      readonly type: 'parameter';
      readonly name: string;
      readonly value: string;
      readonly location: Location;
    }
  /** Values that aren't in Git (a ConfigMap or Secret of the cluster). */
  | { readonly type: 'external'; readonly reason: string };

/** What a declaring object asks its engine to apply. */
export type DeclaredSource =
  /** A directory: a kustomization where it holds one, else its manifests. */
  | {
      readonly type: 'directory';
      readonly branch: string;
      readonly path: string;
      readonly recurse: boolean;
      readonly include?: string;
      readonly exclude?: string;
      /** kustomize images, patches and components the object adds itself. */
      readonly kustomize?: unknown;
      readonly location: Location;
    }
  /** A chart in this repository. */
  | {
      readonly type: 'localChart';
      readonly branch: string;
      readonly path: string;
      readonly releaseName: string;
      readonly values: readonly ValuesSource[];
      readonly location: Location;
    }
  /** A chart from a Helm or OCI repository; `version` as declared. */
  | {
      readonly type: 'remoteChart';
      readonly chart: string;
      readonly repository?: string;
      readonly version: Located<string>;
      readonly digest?: string;
      readonly releaseName: string;
      readonly values: readonly ValuesSource[];
    }
  /** A path of another Git repository, at the ref that is written here. */
  | {
      readonly type: 'remoteGit';
      readonly url: string;
      readonly path: string;
      readonly ref: Located<string>;
      readonly values: readonly ValuesSource[];
    };

/**
 * A declaring object's statement: apply these sources, as one, there. Every
 * reader of a dialect (Flux, Argo CD, Helmfile, …) ends in declarations; from
 * there one path makes units, targets and artifacts of them.
 */
export interface Declaration {
  readonly kind: UnitKind;
  readonly group: string;
  readonly name: string;
  readonly namespace?: string;
  /** What keeps apart several units of one object (a generated Application). */
  readonly instance?: string;
  readonly declaredBy: Location;
  /** Files that shaped the object itself: its own, patches, generators. */
  readonly files: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly sources: readonly DeclaredSource[];
  readonly targetNamespace?: string;
  /** Named by the object itself; else inferred from paths. */
  readonly cluster?: string;
  readonly environment?: string;
  readonly service?: string;
  /** `${NAME}` substitution with the values that Git tells. */
  readonly substitutions?: Readonly<Record<string, Located<string>>>;
  readonly suspended?: boolean;
}

/** What one dialect's reader found. */
export interface Declarations {
  readonly declarations: readonly Declaration[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A dialect: finds the declarations of one kind of engine on a branch. */
export interface DeclarationReader {
  readonly name: string;
  read(branch: DiscoveryBranch, input: DiscoveryInput): Declarations;
}
