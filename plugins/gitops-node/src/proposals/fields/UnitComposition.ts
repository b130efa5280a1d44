import { BranchManifests } from '../../discovery/BranchManifests';
import { kustomizeAdditions } from '../../discovery/argocd/kustomizeAdditions';
import { kustomizationAdditions } from '../../discovery/flux/kustomizationReader';
import { KustomizeAdditions } from '../../discovery/kustomize/KustomizeAdditions';
import { KustomizeBuilder } from '../../discovery/kustomize/KustomizeBuilder';
import { BuiltObject } from '../../discovery/kustomize/selector';
import { Manifest } from '../../manifests/Manifest';
import { RecipeDirectory, UnitRecipe } from '../../manifests/UnitRecipe';
import { itemsAt, MapNode, nodeAt } from '../../manifests/YamlNode';
import { ResourceRef } from '../../manifests/Resource';
import { plainFiles } from '../../render/readPlainDirectory';

/** What kustomizations and plain files of a unit come to, place by place. */
export class UnitComposition {
  readonly #recipe: UnitRecipe;
  readonly #branches: ReadonlyMap<string, BranchManifests>;
  #objects: readonly ComposedObject[] | undefined;

  constructor(
    recipe: UnitRecipe,
    branches: ReadonlyMap<string, BranchManifests>,
  ) {
    this.#recipe = recipe;
    this.#branches = branches;
  }

  get objects(): readonly ComposedObject[] {
    this.#objects ??= this.#recipe.sources.flatMap((source, index) =>
      source.type === 'directory' ? this.#composed(source, index) : [],
    );
    return this.#objects;
  }

  /** By group, kind and name; by namespace where that leaves several. */
  find({
    group,
    kind,
    name,
    namespace,
  }: ResourceRef): ComposedObject | undefined {
    const named = this.objects.filter(
      ({ manifest, isGenerated }) =>
        manifest.group === group &&
        manifest.kind === kind &&
        (manifest.name === name ||
          (isGenerated && isHashed(name, manifest.name))),
    );
    if (named.length === 1) return named[0];
    const placed = named.filter(
      ({ manifest }) => manifest.namespace === namespace,
    );
    return placed.length === 1 ? placed[0] : undefined;
  }

  #composed(source: RecipeDirectory, index: number): readonly ComposedObject[] {
    const branch = this.#branches.get(source.branch);
    if (branch === undefined) return [];
    const builder = new KustomizeBuilder(branch);
    const own = builder.build(source.path);
    if (own === undefined) return plainObjects(source, branch);
    const additions = this.#additions(index);
    const whole =
      additions === undefined ? own : builder.add(own, additions, source.path);
    return whole.objects.map(built => ({
      ...built,
      isGenerated: isOfGenerator(built.manifest),
      branch: source.branch,
      directory: source.path,
    }));
  }

  /** What the declaring object adds to the kustomization of a source. */
  #additions(index: number): KustomizeAdditions | undefined {
    const { engine, object } = this.#recipe;
    if (object === undefined) return undefined;
    if (engine === 'flux') return kustomizationAdditions(object);
    const source =
      itemsAt(object, 'spec', 'sources')[index] ??
      nodeAt(object, 'spec', 'source');
    return engine === 'argocd' && source instanceof MapNode
      ? kustomizeAdditions(source)
      : undefined;
  }
}

/** An object as its unit's files compose it. */
export interface ComposedObject extends BuiltObject {
  /** Whether a kustomization makes it of literals and files. */
  readonly isGenerated: boolean;
  readonly branch: string;
  /** Of the kustomization that comes last; absent for plain files. */
  readonly directory?: string;
}

function plainObjects(
  source: RecipeDirectory,
  branch: BranchManifests,
): readonly ComposedObject[] {
  const { path, engine } = source;
  const recurse = source.recurse || engine === 'flux';
  return plainFiles(branch.tree, path, { ...source, recurse })
    .flatMap(file => branch.file(file).manifests)
    .map(manifest => ({
      manifest,
      formerNames: [],
      formerNamespaces: [],
      isGenerated: false,
      branch: source.branch,
    }));
}

/** The place of a generated object is its generator's. */
function isOfGenerator({ root, apiVersion, kind }: Manifest): boolean {
  return (
    apiVersion === 'v1' &&
    (kind === 'ConfigMap' || kind === 'Secret') &&
    root.position.parent !== undefined
  );
}

/** As kustomize names what it generates: with a hash of the content. */
function isHashed(name: string, generated: string): boolean {
  return (
    name.startsWith(`${generated}-`) &&
    /^[a-z0-9]{10}$/.test(name.slice(generated.length + 1))
  );
}
