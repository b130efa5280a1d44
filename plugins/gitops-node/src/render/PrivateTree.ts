import { FileTree } from '../git/FileTree';
import { parseYaml } from '../manifests/parseYaml';
import { MapNode, toValue, YamlNode } from '../manifests/YamlNode';
import { RecipeAdditions } from '../manifests/UnitRecipe';
import { additionPaths, amendKustomization } from './amendKustomization';
import { canonicalKustomization } from './canonicalKustomization';
import { checkKustomizationFields } from './kustomizationFields';
import { kustomizationPaths } from './kustomizationPaths';
import { pluginFiles } from './pluginFiles';
import { RenderFailure } from './RenderFailure';
import { RenderLimits } from './renderLimits';
import { isRemote, resolveWithin, WrittenPath } from './treePath';

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The kustomization files of a directory; kustomize accepts one. */
export function kustomizationFiles(
  tree: FileTree,
  directory: string,
): readonly string[] {
  return fileNames
    .map(name => join(directory, name))
    .filter(file => tree.entries.has(file));
}

// An alias: `*name` where a value may stand.
const alias = /(^|[\s[{,:-])\*[A-Za-z0-9_]/m;

/**
 * The files that one directory's build reads, and no other: the closure of its
 * kustomization's graph at one revision. Whoever is handed this tree can read
 * what it likes in it.
 *
 * Every `add…` throws a {@link RenderFailure} where something lies outside, is
 * remote, or can't be read.
 */
export class PrivateTree {
  /** Written anew from what was checked; these win over a verbatim copy. */
  readonly #checked = new Map<string, string>();
  readonly #verbatim = new Map<string, string>();
  readonly #tree: FileTree;
  readonly #limits: RenderLimits;
  readonly #directories = new Set<string>();
  #bytes = 0;

  constructor(tree: FileTree, limits: RenderLimits) {
    this.#tree = tree;
    this.#limits = limits;
  }

  /** Content by path. */
  get files(): ReadonlyMap<string, string> {
    return new Map([...this.#verbatim, ...this.#checked]);
  }

  /** A directory with a kustomization, and all that it leads to. */
  addDirectory(directory: string, from?: WrittenPath): void {
    if (this.#directories.has(directory)) return;
    this.#directories.add(directory);
    const found = kustomizationFiles(this.#tree, directory);
    if (found.length !== 1) {
      throw new RenderFailure(
        found.length === 0 ? 'render-absent' : 'render-unreadable',
        found.length === 0
          ? `'${directory}' holds no kustomization`
          : `'${directory}' holds ${found.length} kustomization files`,
        from && { file: from.file, line: from.line },
      );
    }
    const [file] = found;
    const roots = this.#documents(file);
    const [root] = roots;
    if (roots.length !== 1 || !(root instanceof MapNode)) {
      throw new RenderFailure('render-unreadable', 'is no kustomization', {
        file,
      });
    }
    this.#addKustomization(directory, root);
  }

  /** A kustomization that an engine makes for a directory without one. */
  addGenerated(directory: string, resources: readonly string[]): void {
    this.#directories.add(directory);
    for (const text of resources) {
      const file = join(directory, text);
      this.#addResource(directory, { text, file, line: 1 });
    }
    this.#write(
      this.#checked,
      join(directory, 'kustomization.yaml'),
      JSON.stringify({
        apiVersion: 'kustomize.config.k8s.io/v1beta1',
        kind: 'Kustomization',
        resources,
      }),
    );
  }

  /** What an engine writes into the kustomization of a directory. */
  amend(directory: string, additions: RecipeAdditions): void {
    const file = join(directory, 'kustomization.yaml');
    for (const text of additions.components) {
      const written = { text, file, line: 1 };
      this.addDirectory(this.#local(directory, written), written);
    }
    for (const text of additionPaths(additions)) {
      const path = this.#local(directory, { text, file, line: 1 });
      this.#write(this.#verbatim, path, this.#text(path));
    }
    const before = this.#checked.get(file) ?? '{}';
    this.#checked.set(file, amendKustomization(before, additions));
  }

  #addKustomization(directory: string, root: MapNode): void {
    checkKustomizationFields(root);
    const paths = kustomizationPaths(root);
    this.#write(
      this.#checked,
      join(directory, 'kustomization.yaml'),
      canonicalKustomization(root),
    );
    for (const written of paths.resources) {
      this.#addResource(directory, written);
    }
    for (const written of paths.directories) {
      this.addDirectory(this.#local(directory, written), written);
    }
    for (const written of paths.files) {
      const path = this.#local(directory, written);
      this.#write(this.#verbatim, path, this.#text(path, written));
    }
    for (const written of paths.plugins) this.#addPlugin(directory, written);
  }

  #addResource(directory: string, written: WrittenPath): void {
    const path = this.#local(directory, written);
    if (this.#tree.hasDirectory(path) && !this.#tree.entries.has(path)) {
      this.addDirectory(path, written);
      return;
    }
    const text = this.#text(path, written);
    // Kustomize would write aliases out, as often as they are repeated.
    if (alias.test(text)) this.#documents(path);
    this.#write(this.#verbatim, path, text);
  }

  #addPlugin(directory: string, written: WrittenPath): void {
    const path = this.#local(directory, written);
    const roots = this.#documents(path, written);
    for (const root of roots) {
      for (const file of pluginFiles(root)) {
        const own = this.#local(directory, file);
        this.#write(this.#verbatim, own, this.#text(own, file));
      }
    }
    this.#write(
      this.#checked,
      path,
      roots.map(root => JSON.stringify(toValue(root))).join('\n---\n'),
    );
  }

  /** A path that is written in a file, once it is sure to be a local one. */
  #local(directory: string, written: WrittenPath): string {
    const { text, file, line } = written;
    if (isRemote(text)) {
      throw new RenderFailure(
        'render-remote-base',
        `'${text}' is not in this repository`,
        { file, line },
      );
    }
    return resolveWithin(directory, written);
  }

  #documents(path: string, from?: WrittenPath): readonly YamlNode[] {
    const parsed = parseYaml(this.#text(path, from), {
      branch: '',
      file: path,
    });
    const problem = parsed.diagnostics.find(({ level }) => level !== 'info');
    if (problem !== undefined) {
      throw new RenderFailure('render-unreadable', problem.message, {
        file: path,
        line: problem.line,
      });
    }
    return parsed.documents.map(({ root }) => root);
  }

  #text(path: string, from?: WrittenPath): string {
    const content = this.#tree.content(path);
    if (content.state === 'text') return content.text;
    const place = from && { file: from.file, line: from.line };
    switch (content.state) {
      case 'absent':
        throw new RenderFailure(
          'render-absent',
          `'${path}' is not in the repository`,
          place,
        );
      case 'symlink':
        throw new RenderFailure(
          'render-outside',
          `'${path}' is a symlink that leads out of the repository`,
          place,
        );
      default:
        throw new RenderFailure(
          'render-unreadable',
          `'${path}' can't be read (${content.state})`,
          place,
        );
    }
  }

  #write(into: Map<string, string>, path: string, text: string): void {
    if (into.has(path)) return;
    into.set(path, text);
    this.#bytes += Buffer.byteLength(text);
    const { files, inputBytes } = this.#limits;
    const count = this.#checked.size + this.#verbatim.size;
    if (count > files || this.#bytes > inputBytes) {
      throw new RenderFailure(
        'render-too-large',
        `it reads more than ${files} files or ${inputBytes} bytes`,
      );
    }
  }
}

function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
