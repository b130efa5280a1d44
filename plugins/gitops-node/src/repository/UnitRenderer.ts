import { NotFoundError } from '@backstage/errors';
import pLimit from 'p-limit';
import { FileTree } from '../git/FileTree';
import { UnitRecipe } from '../manifests/UnitRecipe';
import { RenderContext } from '../render/buildKustomization';
import {
  RemoteCharts,
  RemoteChartsOptions,
} from '../render/chart/RemoteCharts';
import { ClusterCapabilities } from '../render/chart/runHelm';
import { HelmProgram } from '../render/findHelm';
import { RenderCache } from '../render/RenderCache';
import { renderRecipe } from '../render/renderRecipe';
import { UnitRender } from '../render/UnitRender';
import { ConfigRepository } from './ConfigRepository';

/** @public */
export interface UnitRendererOptions
  extends Pick<RenderContext, 'kustomize' | 'cache' | 'limits'> {
  /** Absent where there is none: what needs it is indeterminate. */
  readonly helm?: HelmProgram;
  /** Which charts may be fetched; none where absent. */
  readonly charts?: RemoteChartsOptions;
  /** How many units are rendered at the same time. */
  readonly concurrency?: number;
}

/** Which unit to render, and as of when. @public */
export interface UnitRenderRequest {
  readonly repository: Pick<ConfigRepository, 'discover' | 'tree'>;
  /** The unit's id. */
  readonly unit: string;
  /** A commit-ish; the newest of each branch where absent. */
  readonly ref?: string;
  /** What the unit's cluster can do, where it is known. */
  readonly capabilities?: ClusterCapabilities;
  readonly signal?: AbortSignal;
}

/** Trees of the newest revisions, which many units share. */
const keptTrees = 4;

/**
 * What units declare to be in their clusters, rendered as their engines would.
 * One instance serves all repositories of a process: it bounds what runs at the
 * same time, and remembers what it rendered before by content, in memory only.
 *
 * @public
 */
export class UnitRenderer {
  readonly #options: UnitRendererOptions;
  readonly #limit: ReturnType<typeof pLimit>;
  readonly #cache: RenderCache;
  readonly #charts: RemoteCharts | undefined;
  readonly #trees = new WeakMap<object, Map<string, Promise<FileTree>>>();

  constructor(options: UnitRendererOptions) {
    this.#options = options;
    this.#limit = pLimit(options.concurrency ?? 2);
    this.#cache = options.cache ?? new RenderCache();
    this.#charts = options.charts && new RemoteCharts(options.charts);
  }

  /**
   * What can't be rendered is told by the result; a unit that the repository
   * doesn't declare is a NotFoundError.
   */
  async render(request: UnitRenderRequest): Promise<UnitRender> {
    const { repository, unit, ref, capabilities, signal } = request;
    const { kustomize, helm, limits } = this.#options;
    const discovery = await repository.discover({ ref, signal });
    const recipe = discovery.recipes?.get(unit);
    if (recipe === undefined) {
      throw new NotFoundError(`The repository declares no unit ${unit}`);
    }
    const [branch] = branchesOf(recipe);
    const [first] = Object.values(discovery.revisions);
    const revision = discovery.revisions[branch] ?? first;
    const render = await this.#limit(async () =>
      renderRecipe(recipe, {
        ...(kustomize && { kustomize }),
        ...(helm && { helm }),
        ...(limits && { limits }),
        ...(this.#charts && { charts: this.#charts }),
        ...(capabilities && { capabilities }),
        cache: this.#cache,
        trees: await this.#treesOf(recipe, discovery.revisions, request),
        ...(signal && { signal }),
      }),
    );
    const { namespace } = recipe;
    return {
      unit,
      revision,
      ...(namespace !== undefined && { namespace }),
      resources: render.resources.map(({ resource, indeterminate }) => ({
        resource,
        ...(indeterminate !== undefined && { indeterminate }),
        origin: () => undefined,
      })),
      indeterminate: render.indeterminate,
      diagnostics: render.diagnostics,
    };
  }

  async #treesOf(
    recipe: UnitRecipe,
    revisions: Readonly<Record<string, string>>,
    request: UnitRenderRequest,
  ): Promise<ReadonlyMap<string, FileTree>> {
    const trees = new Map<string, FileTree>();
    for (const branch of branchesOf(recipe)) {
      const revision = revisions[branch];
      if (revision === undefined) continue;
      trees.set(branch, await this.#tree(revision, request));
    }
    return trees;
  }

  #tree(
    revision: string,
    { repository, signal }: UnitRenderRequest,
  ): Promise<FileTree> {
    const trees = this.#trees.get(repository) ?? new Map();
    this.#trees.set(repository, trees);
    const known = trees.get(revision);
    if (known !== undefined) return known;
    const tree = repository.tree({ ref: revision, signal }).catch(error => {
      trees.delete(revision);
      throw error;
    });
    trees.set(revision, tree);
    for (const old of trees.keys()) {
      if (trees.size <= keptTrees) break;
      trees.delete(old);
    }
    return tree;
  }
}

/** The branches that a recipe reads, its first source's first. */
function branchesOf({ sources }: UnitRecipe): readonly string[] {
  const branches = sources.flatMap(source => {
    if (source.type === 'directory') return [source.branch];
    if (source.type !== 'chart') return [];
    const values = source.values.flatMap(value =>
      value.type === 'file' ? [value.branch] : [],
    );
    return source.place.type === 'local'
      ? [source.place.branch, ...values]
      : values;
  });
  return [...new Set(branches)];
}
