import { MapNode, ScalarNode, YamlNode } from './YamlNode';

/** Helm values in the order in which they are merged, later ones winning. @public */
export type RecipeValues =
  | {
      readonly type: 'file';
      readonly branch: string;
      readonly path: string;
      readonly optional: boolean;
    }
  | { readonly type: 'inline'; readonly values: YamlNode }
  /** A dotted path and its value; `asText` keeps it from being a number. */
  | {
      readonly type: 'parameter';
      readonly name: string;
      readonly value: ScalarNode;
      readonly asText: boolean;
    }
  /** Values that Git doesn't tell. */
  | { readonly type: 'unknown'; readonly reason: string };

/** What an engine writes into a kustomization before it builds it. @public */
export interface RecipeAdditions {
  /** Further fields of a kustomization; mappings and lists are added to. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly images: readonly Readonly<Record<string, string>>[];
  readonly patches: readonly unknown[];
  /** Relative to the directory. */
  readonly components: readonly string[];
}

/** @public */
export interface RecipeDirectory {
  readonly type: 'directory';
  readonly branch: string;
  readonly path: string;
  /**
   * What is made of a directory without a kustomization: Flux generates one,
   * Argo CD reads plain files.
   */
  readonly engine: 'flux' | 'argocd';
  readonly recurse: boolean;
  readonly include?: string;
  readonly exclude?: string;
  readonly additions?: RecipeAdditions;
}

/** Where a chart lies: in a branch of this repository, or elsewhere. @public */
export type RecipeChartPlace =
  | { readonly type: 'local'; readonly branch: string; readonly path: string }
  | {
      readonly type: 'remote';
      readonly chart: string;
      readonly repository?: string;
      readonly version?: string;
      readonly digest?: string;
      /** `repository` is the URL of the chart itself. */
      readonly isWhole?: boolean;
    };

/** @public */
export interface RecipeChart {
  readonly type: 'chart';
  readonly place: RecipeChartPlace;
  readonly releaseName: string;
  /** Where the release is installed; that of the unit where absent. */
  readonly namespace?: string;
  readonly values: readonly RecipeValues[];
  /** Set where the chart's own values are not used. */
  readonly defaults?: 'replaced';
  /** Whether the engine keeps the chart's CRDs as the chart has them. */
  readonly includeCrds: boolean;
  /** Whether a release may be an upgrade, which a template can ask. */
  readonly isRelease: boolean;
  /** What kustomize changes in the chart's objects, one after the other. */
  readonly postRenderers?: readonly RecipeAdditions[];
}

/** Something that can't be rendered from Git alone, and why. @public */
export interface RecipeElsewhere {
  readonly type: 'elsewhere';
  readonly code: 'render-remote-base' | 'render-plugin' | 'render-unreadable';
  readonly reason: string;
}

/** @public */
export type RecipeSource = RecipeDirectory | RecipeChart | RecipeElsewhere;

/**
 * Variables for `${NAME}`, later sources winning. `unknown`: only the cluster
 * has the values; where `names` is told, it has those and no others.
 *
 * @public
 */
export type RecipeVariables =
  | {
      readonly type: 'known';
      readonly values: ReadonlyMap<string, string>;
    }
  | {
      readonly type: 'unknown';
      readonly reason: string;
      readonly names?: ReadonlySet<string>;
    };

/**
 * What a unit's engine is told to apply, in words that are no engine's own:
 * enough to render the unit at the revision it was read at.
 *
 * @public
 */
export interface UnitRecipe {
  readonly unit: string;
  /** Whose marks on objects count: hooks, or what is not reconciled. */
  readonly engine: 'flux' | 'argocd' | 'none';
  /** The declaring object as it was read, where there is one. */
  readonly object?: MapNode;
  /** The unit that applies the declaring object. */
  readonly appliedBy?: string;
  /** The namespace of declared objects that name none. */
  readonly namespace?: string;
  readonly sources: readonly RecipeSource[];
  /** Absent where nothing is substituted. */
  readonly variables?: readonly RecipeVariables[];
  /** Labels and annotations that every object gets. */
  readonly metadata?: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
}
