import { Diagnostic, UnitKind } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../manifests/Manifest';
import { RecipeVariables } from '../manifests/UnitRecipe';
import { MapNode, ScalarNode, YamlNode } from '../manifests/YamlNode';
import { BranchManifests } from './BranchManifests';
import type { KustomizationGraph } from './kustomize/KustomizationGraph';
import { KustomizeAdditions } from './kustomize/KustomizeAdditions';
import { KustomizeBuilds } from './kustomize/KustomizeBuilds';
import { Located, LocatedArtifact, Location } from './LocatedArtifact';
import { DiscoveryInput } from './model';

export type {
  ImageOverride,
  KustomizeAdditions,
} from './kustomize/KustomizeAdditions';
export type { Located, LocatedArtifact, Location } from './LocatedArtifact';

/** Helm values as an engine hands them to a chart, later ones winning. */
export type ValuesSource =
  /** A values file of a branch of this repository. */
  | {
      readonly type: 'file';
      readonly branch: string;
      readonly path: string;
      readonly optional: boolean;
      readonly location: Location;
    }
  /** Values written into the declaring object, or into one that Git generates. */
  | { readonly type: 'inline'; readonly values: YamlNode }
  /** One `--set` parameter: a dotted path and its value. */
  | {
      readonly type: 'parameter';
      readonly name: string;
      readonly value: ScalarNode;
    }
  /** Values that aren't in Git (a ConfigMap or Secret of the cluster). */
  | {
      readonly type: 'external';
      readonly reason: string;
      /** Where they are asked for. */
      readonly location?: Location;
    };

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
      /**
       * Without a kustomization: Flux generates one (subfolders that hold one
       * are built with it), Argo CD reads plain files.
       */
      readonly engine: 'flux' | 'argocd';
      readonly kustomize?: KustomizeAdditions;
      /** The source as an Application writes it. */
      readonly written?: MapNode;
      readonly location: Location;
    }
  /** A chart in this repository. */
  | {
      readonly type: 'localChart';
      readonly branch: string;
      readonly path: string;
      readonly releaseName: string;
      readonly values: readonly ValuesSource[];
      /** The source as an Application writes it. */
      readonly written?: MapNode;
      readonly location: Location;
    }
  /** A chart from a Helm or OCI repository; `version` as declared. */
  | {
      readonly type: 'remoteChart';
      readonly chart: string;
      readonly repository?: string;
      /** Absent where none is declared: the newest, or only a digest. */
      readonly version?: Located<string>;
      readonly digest?: string;
      /** `repository` is the URL of the chart itself. */
      readonly isWhole?: boolean;
      readonly releaseName: string;
      readonly values: readonly ValuesSource[];
      /** The source as an Application writes it. */
      readonly written?: MapNode;
      readonly location: Location;
    }
  /** A path of another Git repository, at the ref that is written here. */
  | {
      readonly type: 'remoteGit';
      readonly url: string;
      readonly path: string;
      readonly ref?: Located<string>;
      readonly values: readonly ValuesSource[];
      readonly kustomize?: KustomizeAdditions;
      readonly location: Location;
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
  /** The declaring object, where there is one. */
  readonly object?: MapNode;
  /** Files that shaped the object itself: its own, patches, generators. */
  readonly files: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly sources: readonly DeclaredSource[];
  readonly targetNamespace?: string;
  /** Named by the object itself; else inferred from paths. */
  readonly cluster?: string;
  /** It goes to clusters that only a running Argo CD knows. */
  readonly isClusterUnknown?: boolean;
  readonly environment?: string;
  readonly service?: string;
  /** Artifacts that the object states itself, beside those of its sources. */
  readonly artifacts?: readonly LocatedArtifact[];
  /** `${NAME}` substitution with the values that Git tells. */
  readonly substitutions?: ReadonlyMap<string, ScalarNode>;
  /** The same with what Git doesn't tell, in the order of precedence. */
  readonly variables?: readonly RecipeVariables[];
  /** Set where it is what an engine starts from that is set up with it. */
  readonly bootstrap?: Bootstrap;
  /** The object is switched off: it makes a diagnostic, and no unit. */
  readonly suspended?: boolean;
}

/** Where a cluster starts. */
export interface Bootstrap {
  /** The directory that takes the place of the scope's root. */
  readonly root: string;
  /** The source that is made beside it, for what is applied to refer to. */
  readonly source: Manifest;
  /** The folder that the source's artifact is made of, where it is one. */
  readonly folder?: string;
}

/** What one dialect's reader found. */
export interface Declarations {
  readonly declarations: readonly Declaration[];
  /** Objects that the engine's operator makes of it, in the same scope. */
  readonly made?: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Where a declaring object was met: what it inherits when it doesn't say
 * itself.
 */
export interface Scope {
  readonly branch: BranchManifests;
  readonly cluster?: string;
  readonly environment?: string;
  /** The unit that applies it; absent for an object in a file of its own. */
  readonly appliedBy?: Declaration;
  /** The directory whose build it came out of, or its file's. */
  readonly path: string;
  /** The path of the root from which it was reached: one for each cluster. */
  readonly root: string;
}

/** A declaring object and where it was met. */
export interface DeclaringObject {
  readonly manifest: Manifest;
  readonly scope: Scope;
}

/**
 * A dialect. Readers of phase `expand` are asked first; `fromBranch` of a
 * `resolve` reader comes last, and what it declares is expanded before the next
 * such reader is asked. `fromObject` is handed each object of the kinds it `reads`, as
 * kustomize composes it for the cluster where it is applied; `fromBranch` finds
 * declarations that are no Kubernetes objects (helmfiles, a user's rules,
 * values files beside a chart).
 */
export interface DeclarationReader {
  readonly name: string;
  /**
   * `expand`: what it declares may hold declaring objects again. `resolve`: it
   * is read once all others are known, so that it can look them up.
   */
  readonly phase: 'expand' | 'resolve';
  reads?(manifest: Manifest): boolean;
  fromObject?(object: DeclaringObject, context: DiscoveryContext): Declarations;
  fromBranch?(branch: BranchManifests, context: DiscoveryContext): Declarations;
}

/** Something that runs, and what it declares to run. */
export interface Workload {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The file that holds it, whose folder may name the service. */
  readonly file: string;
  readonly artifacts: readonly LocatedArtifact[];
}

/** What a source holds. */
export interface SourceContent {
  readonly workloads: readonly Workload[];
  /** Artifacts of the source itself (a chart, a remote base): the unit's. */
  readonly artifacts: readonly LocatedArtifact[];
  /** Every object, among which declaring ones are looked for. */
  readonly manifests: readonly Manifest[];
  /** Dependency files. */
  readonly files: readonly string[];
  /** Whether the source's path exists; a unit none of whose sources do is dropped. */
  readonly exists: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export type SourceOf<T extends DeclaredSource['type']> = Extract<
  DeclaredSource,
  { type: T }
>;

/** Turns one type of source into what it holds. */
export type SourceReader<T extends DeclaredSource['type']> = (
  source: SourceOf<T>,
  declaration: Declaration,
  context: DiscoveryContext,
) => SourceContent;

export type SourceReaders = {
  readonly [T in DeclaredSource['type']]: SourceReader<T>;
};

/** A reference to an object of the cluster. */
export interface ObjectReference {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** Not found where the tree has several and none is applied nearby. */
  readonly isOnly?: boolean;
}

/** What every reader may ask. */
export interface DiscoveryContext {
  readonly input: DiscoveryInput;
  readonly branches: readonly BranchManifests[];
  branch(name: string): BranchManifests | undefined;
  /** What builds the kustomizations of a branch. */
  kustomize(branch: string): KustomizeBuilds | undefined;
  /** Which kustomizations of a branch use which. */
  kustomizations(branch: string): KustomizationGraph | undefined;
  /** Whether a Git URL names the repository that is being read. */
  isThisRepository(url: string): boolean;
  /** The folder of this repository that an artifact is made of, by its URL. */
  folderOfArtifact(url: string): string | undefined;
  /**
   * The object of that kind and name that is applied beside `scope`: in the
   * same unit, then on the same cluster, then wherever the tree has one.
   */
  find(reference: ObjectReference, scope: Scope): Manifest | undefined;
  /** Every object that is applied together with those of the scope. */
  siblings(scope: Scope): readonly Manifest[];
  /** Whether a unit met so far depends on the file. */
  isCovered(branch: string, file: string): boolean;
  /** Whether a unit met so far has a source at or below that path. */
  isUsed(branch: string, path: string): boolean;
  /** The units met so far. */
  declarations(): readonly Declaration[];
}
