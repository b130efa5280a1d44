import { BranchManifests } from '../discovery/BranchManifests';
import { KustomizeBuilder } from '../discovery/kustomize/KustomizeBuilder';
import { DiscoveredArtifact } from '../discovery/model';
import { FileTree } from '../git/FileTree';
import { Manifest } from '../manifests/Manifest';
import { nodeAtField } from '../manifests/nodeAtField';
import { parseField } from '../manifests/fieldPath';
import { parseYaml } from '../manifests/parseYaml';
import { RecipeDirectory, UnitRecipe } from '../manifests/UnitRecipe';
import { ScalarNode, YamlNode } from '../manifests/YamlNode';
import { RenderedResource } from '../render/RecipeRender';
import { plainFiles } from '../render/readPlainDirectory';
import { FieldOrigin } from '../render/UnitRender';

/**
 * Where the fields of a unit's objects are declared. For kustomizations and
 * plain files that is what discovery's own build tells, provided that it comes
 * to the same value; for a chart it is where an image's version is written,
 * else the template. Nothing is built before the first question.
 */
export class UnitOrigins {
  readonly #recipe: UnitRecipe;
  readonly #trees: ReadonlyMap<string, FileTree>;
  readonly #artifacts: readonly DiscoveredArtifact[];
  #manifests: ReadonlyMap<string, readonly Manifest[]> | undefined;

  constructor(
    recipe: UnitRecipe,
    trees: ReadonlyMap<string, FileTree>,
    artifacts: readonly DiscoveredArtifact[],
  ) {
    this.#recipe = recipe;
    this.#trees = trees;
    this.#artifacts = artifacts;
  }

  of(rendered: RenderedResource): (field: string) => FieldOrigin | undefined {
    let root: YamlNode | undefined;
    return field => {
      root ??= nodeOf(rendered);
      const node = root && nodeAtField(root, field);
      if (node === undefined) return undefined;
      return (
        this.#composed(rendered, field, node) ??
        this.#artifact(node) ??
        this.#template(rendered, field)
      );
    };
  }

  /** The field of the object as discovery composes it. */
  #composed(
    rendered: RenderedResource,
    field: string,
    node: YamlNode,
  ): FieldOrigin | undefined {
    this.#manifests ??= this.#compose();
    for (const manifest of this.#manifests.get(looseKey(rendered)) ?? []) {
      const found = nodeAtField(manifest.root, field);
      if (found === undefined || !isSameValue(found, node)) continue;
      const { file } = outermost(found).document;
      return { file, line: found.line };
    }
    return undefined;
  }

  /** Where discovery found the version of an image. */
  #artifact(node: YamlNode): FieldOrigin | undefined {
    if (!(node instanceof ScalarNode)) return undefined;
    const found = this.#artifacts.find(
      ({ kind, name, version, digest }) =>
        kind === 'image' &&
        node.text ===
          [name, version && `:${version}`, digest && `@${digest}`].join(''),
    );
    return found && { file: found.file, line: found.line };
  }

  /** The template's line that has the key, where one line alone does. */
  #template(
    { file }: RenderedResource,
    field: string,
  ): FieldOrigin | undefined {
    if (file === undefined) return undefined;
    const key = parseField(field)
      ?.filter(segment => typeof segment === 'string')
      .at(-1);
    const content = [...this.#trees.values()]
      .map(tree => tree.content(file))
      .find(({ state }) => state === 'text');
    if (content?.state !== 'text' || key === undefined) {
      return { file, line: 1 };
    }
    const starts = [`${key}:`, `- ${key}:`, `"${key}":`];
    const lines = content.text
      .split('\n')
      .flatMap((line, index) =>
        starts.some(start => line.trim().startsWith(start)) ? [index + 1] : [],
      );
    return { file, line: lines.length === 1 ? lines[0] : 1 };
  }

  #compose(): ReadonlyMap<string, readonly Manifest[]> {
    const manifests = this.#recipe.sources.flatMap(source =>
      source.type === 'directory' ? this.#built(source) : [],
    );
    const byKey = new Map<string, Manifest[]>();
    for (const manifest of manifests) {
      const { group, kind, name } = manifest;
      const key = [group, kind, name].join('\0');
      byKey.set(key, [...(byKey.get(key) ?? []), manifest]);
    }
    return byKey;
  }

  #built(source: RecipeDirectory): readonly Manifest[] {
    const { branch: name, path, engine, additions } = source;
    const tree = this.#trees.get(name);
    if (tree === undefined) return [];
    const branch = new BranchManifests({ name, tree });
    const builder = new KustomizeBuilder(branch);
    const built = builder.build(path);
    if (built !== undefined) {
      const { namePrefix, nameSuffix } = additions?.fields ?? {};
      return builder.add(
        built,
        {
          images: [],
          patches: [],
          components: [],
          ...(typeof namePrefix === 'string' && { namePrefix }),
          ...(typeof nameSuffix === 'string' && { nameSuffix }),
        },
        path,
      ).manifests;
    }
    const recurse = source.recurse || engine === 'flux';
    return plainFiles(tree, path, { ...source, recurse }).flatMap(
      file => branch.file(file).manifests,
    );
  }
}

/** Without the namespace, which an engine may add. */
function looseKey({ resource }: RenderedResource): string {
  const { apiVersion, kind, metadata } = resource;
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const name =
    typeof metadata === 'object' && metadata !== null && 'name' in metadata
      ? metadata.name
      : '';
  return [group, kind, name].join('\0');
}

function nodeOf({ resource }: RenderedResource): YamlNode | undefined {
  const source = { branch: '', file: 'rendered' };
  return parseYaml(JSON.stringify(resource), source).documents[0]?.root;
}

/** Text within a field of another document is in that document's file. */
function outermost(node: YamlNode): YamlNode {
  const { within } = node.document;
  return within === undefined ? node : outermost(within);
}

/** What a variable stands in is another text, and its place all the same. */
function isSameValue(composed: YamlNode, rendered: YamlNode): boolean {
  if (!(composed instanceof ScalarNode)) return composed.type === rendered.type;
  return (
    rendered instanceof ScalarNode &&
    (composed.text === rendered.text ||
      String(composed.value) === rendered.text ||
      /\$\{/.test(composed.text))
  );
}
