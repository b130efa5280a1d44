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
import { withObject } from '../discovery/recipe/withObject';
import { confirmObject } from '../render/confirmObject';
import { RecipeRender } from '../render/RecipeRender';
import { RenderCache } from '../render/RenderCache';
import { renderRecipe } from '../render/renderRecipe';
import { UnitRender } from '../render/UnitRender';
import { ConfigRepository, ReadAt } from './ConfigRepository';
import { DiscoveredRevisions } from './GitConfigRepository';
import { NewestByOwner } from './NewestByOwner';
import { UnitOrigins } from './UnitOrigins';

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
export interface UnitRenderRequest extends ReadAt {
  readonly repository: Pick<ConfigRepository, 'discover' | 'tree'>;
  /** The unit's id. */
  readonly unit: string;
  /** What the unit's cluster can do, where it is known. */
  readonly capabilities?: ClusterCapabilities;
  readonly signal?: AbortSignal;
}

/** A request with what was discovered at its revision. */
type RenderWork = UnitRenderRequest & {
  readonly discovery: DiscoveredRevisions;
};

/** A recipe in the light of what applies its declaring object. */
interface ConfirmedRecipe {
  readonly recipe: UnitRecipe;
  /** Why what declares the unit is not certain. */
  readonly indeterminate: readonly string[];
}

/** The render of a unit that applies others' declaring objects. */
interface ApplierRender {
  readonly render: RecipeRender;
  readonly indeterminate: readonly string[];
}

/** Trees of the newest revisions, which many units share. */
const keptTrees = 4;

/** Renders of units that apply others, which come one after the other. */
const keptAppliers = 8;

/** Units that apply units that apply units; more is taken for a circle. */
const maximumDepth = 8;

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
  readonly #trees = new NewestByOwner<FileTree>(keptTrees);
  readonly #appliers = new NewestByOwner<ApplierRender>(keptAppliers);

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
    const { repository, unit, ref, revisions, signal } = request;
    const discovery = await repository.discover({ ref, revisions, signal });
    const work = { ...request, discovery };
    const { recipe, indeterminate } = await this.#recipe(unit, work, 0);
    const trees = await this.#treesOf(recipe, work);
    const render = await this.#render(recipe, trees, work);
    const artifacts = discovery.targets
      .filter(target => target.unit === unit)
      .flatMap(target => target.artifacts);
    const origins = new UnitOrigins(recipe, trees, artifacts);
    const { namespace } = recipe;
    return {
      unit,
      revision: revisionOf(recipe, discovery.revisions),
      ...(namespace !== undefined && { namespace }),
      resources: render.resources.map(rendered => ({
        resource: rendered.resource,
        ...(rendered.indeterminate !== undefined && {
          indeterminate: rendered.indeterminate,
        }),
        origin: origins.of(rendered),
      })),
      indeterminate: [...indeterminate, ...render.indeterminate],
      diagnostics: [
        ...indeterminate.map(message => ({
          level: 'error' as const,
          code: 'render-uncertain',
          message,
        })),
        ...render.diagnostics,
      ],
    };
  }

  /** The recipe of a unit, confirmed by the render of what applies it. */
  async #recipe(
    unit: string,
    work: RenderWork,
    depth: number,
  ): Promise<ConfirmedRecipe> {
    const recipe = work.discovery.recipes?.get(unit);
    if (recipe === undefined) {
      throw new NotFoundError(`The repository declares no unit ${unit}`);
    }
    const { appliedBy } = recipe;
    if (appliedBy === undefined || depth > maximumDepth) {
      return { recipe, indeterminate: [] };
    }
    const key = JSON.stringify([work.discovery.revisions, appliedBy]);
    const appliers = this.#appliers.of(work.repository);
    const { render, indeterminate } = await appliers.get(key, async () => {
      const applier = await this.#recipe(appliedBy, work, depth + 1);
      const trees = await this.#treesOf(applier.recipe, work);
      const rendered = await this.#render(applier.recipe, trees, work);
      return { render: rendered, indeterminate: applier.indeterminate };
    });
    if (recipe.object === undefined) return { recipe, indeterminate };
    const confirmed = confirmObject(recipe.object, render);
    return {
      recipe: confirmed.object ? withObject(recipe, confirmed.object) : recipe,
      indeterminate: [...indeterminate, ...confirmed.indeterminate],
    };
  }

  async #render(
    recipe: UnitRecipe,
    trees: ReadonlyMap<string, FileTree>,
    { capabilities, signal }: RenderWork,
  ): Promise<RecipeRender> {
    const { kustomize, helm, limits } = this.#options;
    return this.#limit(() =>
      renderRecipe(recipe, {
        ...(kustomize && { kustomize }),
        ...(helm && { helm }),
        ...(limits && { limits }),
        ...(this.#charts && { charts: this.#charts }),
        ...(capabilities && { capabilities }),
        ...(signal && { signal }),
        cache: this.#cache,
        trees,
      }),
    );
  }

  async #treesOf(
    recipe: UnitRecipe,
    { repository, discovery, signal }: RenderWork,
  ): Promise<ReadonlyMap<string, FileTree>> {
    const trees = new Map<string, FileTree>();
    for (const branch of branchesOf(recipe)) {
      const revision = discovery.revisions[branch];
      if (revision === undefined) continue;
      const tree = await this.#trees
        .of(repository)
        .get(`${branch} ${revision}`, () =>
          repository.tree({ ref: revision, branch, signal }),
        );
      trees.set(branch, tree);
    }
    return trees;
  }
}

function revisionOf(
  recipe: UnitRecipe,
  revisions: Readonly<Record<string, string>>,
): string {
  const [branch] = branchesOf(recipe);
  const [first] = Object.values(revisions);
  return revisions[branch] ?? first;
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
