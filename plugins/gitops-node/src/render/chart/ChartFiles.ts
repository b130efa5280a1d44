import { FileTree } from '../../git/FileTree';
import { parseYaml } from '../../manifests/parseYaml';
import { itemsAt, MapNode, textAt } from '../../manifests/YamlNode';
import { RenderFailure } from '../RenderFailure';
import { RenderLimits } from '../renderLimits';
import { resolveWithin } from '../treePath';

/** A chart that another one is made of, and that isn't in its folder. */
export interface MissingChart {
  readonly name: string;
  readonly version?: string;
  readonly repository: string;
}

/** Charts that lie in charts that lie in charts; more is taken for a circle. */
const maximumDepth = 10;

/**
 * The files of a chart of the repository, with the charts beside it that it
 * depends on put where Helm looks for them: into its own `charts` folder.
 */
export class ChartFiles {
  readonly #tree: FileTree;
  readonly #limits: RenderLimits;
  readonly #files = new Map<string, string | Uint8Array>();
  readonly #missing = new Map<string, MissingChart>();
  /** Where in the repository each file is from. */
  readonly #origins = new Map<string, string>();
  #bytes = 0;

  constructor(tree: FileTree, limits: RenderLimits) {
    this.#tree = tree;
    this.#limits = limits;
  }

  /** Content by path relative to the chart. */
  get files(): ReadonlyMap<string, string | Uint8Array> {
    return this.#files;
  }

  /** Charts from elsewhere, by the folder (ending in `/`) where they belong. */
  get missing(): ReadonlyMap<string, MissingChart> {
    return this.#missing;
  }

  /** The path within the repository of a file of the chart. */
  origin(file: string): string | undefined {
    return this.#origins.get(file);
  }

  /** Adds the chart of a directory at a path that is `''` or ends in `/`. */
  add(directory: string, at: string = '', depth: number = 0): void {
    if (depth > maximumDepth) {
      throw new RenderFailure(
        'render-unreadable',
        `the charts that '${directory}' depends on have no end`,
      );
    }
    this.#copy(directory, at);
    for (const { name, version, repository } of this.#dependencies(at)) {
      if (this.#isVendored(at, name)) continue;
      const folder = `${at}charts/${name}/`;
      if (repository?.startsWith('file://')) {
        const text = repository.slice('file://'.length);
        const file = join(directory, 'Chart.yaml');
        const path = resolveWithin(directory, { text, file, line: 1 });
        this.add(path, folder, depth + 1);
      } else if (repository !== undefined) {
        this.#missing.set(folder, {
          name,
          repository,
          ...(version !== undefined && { version }),
        });
      }
    }
  }

  #copy(directory: string, at: string): void {
    for (const name of this.#tree.children(directory)) {
      const path = join(directory, name);
      const target = `${at}${name}`;
      if (this.#tree.hasDirectory(path)) this.#copy(path, `${target}/`);
      else this.#copyFile(path, target);
    }
  }

  #copyFile(path: string, target: string): void {
    const content = this.#tree.content(path);
    if (content.state === 'text') {
      this.#write(target, content.text, path);
      return;
    }
    if (content.state === 'binary' && !/(^|\/)charts\/[^/]+$/.test(target)) {
      // Only `.Files` could read it, and what it reads is text.
      return;
    }
    throw new RenderFailure(
      content.state === 'symlink' ? 'render-outside' : 'render-unreadable',
      content.state === 'symlink'
        ? `'${path}' is a symlink that leads out of the repository`
        : `'${path}' can't be read (${content.state})`,
      { file: path },
    );
  }

  #write(target: string, text: string, path: string): void {
    if (this.#files.has(target)) return;
    this.#files.set(target, text);
    this.#origins.set(target, path);
    this.#bytes += Buffer.byteLength(text);
    const { files, inputBytes } = this.#limits;
    if (this.#files.size > files || this.#bytes > inputBytes) {
      throw new RenderFailure(
        'render-too-large',
        `the chart has more than ${files} files or ${inputBytes} bytes`,
      );
    }
  }

  #dependencies(at: string) {
    const found = ['Chart.yaml', 'requirements.yaml'].flatMap(name => {
      const text = this.#files.get(`${at}${name}`);
      if (typeof text !== 'string') return [];
      const source = { branch: '', file: `${at}${name}` };
      const [document] = parseYaml(text, source).documents;
      return itemsAt(document?.root, 'dependencies');
    });
    return found.flatMap(item => {
      const name = textAt(item, 'name');
      // A name is made part of a path.
      if (!(item instanceof MapNode) || !name || !/^\w[\w.-]*$/.test(name)) {
        return [];
      }
      const repository = textAt(item, 'repository');
      return [{ name, version: textAt(item, 'version'), repository }];
    });
  }

  #isVendored(at: string, name: string): boolean {
    const folder = `${at}charts/${name}/`;
    return [...this.#files.keys()].some(file => file.startsWith(folder));
  }
}

function join(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
