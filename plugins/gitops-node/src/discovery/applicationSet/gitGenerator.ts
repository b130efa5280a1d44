import picomatch from 'picomatch';
import {
  itemsAt,
  MapNode,
  nodeAt,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { hasPlaceholder } from '../argocd/placeholder';
import { BranchManifests } from '../BranchManifests';
import { derivedNode } from '../derivedNode';
import { mergeNodes } from '../mergeNodes';
import { directoryOf } from '../repositoryPath';
import { normalizeName } from './clustersGenerator';
import { fillTree, flattenParameters } from './fasttemplate';
import { Generator, GeneratorContext } from './GeneratorContext';
import { ParameterSet } from './ParameterSet';

interface Pattern {
  readonly text: string;
  readonly exclude: boolean;
  readonly node: YamlNode;
}

/** A generator's own `values`, which may use what it found. */
function withOwnValues(
  set: ParameterSet,
  section: YamlNode,
  context: GeneratorContext,
): ParameterSet {
  const own = nodeAt(section, 'values');
  if (!(own instanceof MapNode)) return set;
  const filled = fillTree(own, text => context.fill(text, set.values));
  const wrapped = new MapNode(new Map([['values', filled]]), own.position);
  const values = context.goTemplate ? wrapped : flattenParameters(wrapped);
  return { ...set, values: asMap(mergeNodes(set.values, values), own) };
}

function branchOf(
  section: YamlNode,
  context: GeneratorContext,
): BranchManifests | undefined {
  const url = textAt(section, 'repoURL') ?? '';
  if (!context.discovery.isThisRepository(url)) {
    const message = `The generator reads another repository: ${url}`;
    context.report('generator-remote', message, section);
    return undefined;
  }
  const revision = textAt(section, 'revision') ?? 'HEAD';
  return context.discovery.branch(revision) ?? context.scope.branch;
}

function patternsOf(section: YamlNode, key: string): Pattern[] {
  return itemsAt(section, key).flatMap(node => {
    const text = textAt(node, 'path');
    if (text === undefined) return [];
    return [{ text, exclude: textAt(node, 'exclude') === 'true', node }];
  });
}

class GitReading {
  readonly #branch: BranchManifests;
  readonly #context: GeneratorContext;
  readonly #prefix: string | undefined;

  constructor(
    branch: BranchManifests,
    context: GeneratorContext,
    prefix: string | undefined,
  ) {
    this.#branch = branch;
    this.#context = context;
    this.#prefix = prefix;
  }

  directories(patterns: readonly Pattern[]): ParameterSet[] {
    const taken = this.#matching(this.#allDirectories(), patterns, true);
    return [...taken].map(([path, node]) => {
      const described = this.#wrap({ path: this.#pathOf(path) }, node);
      return { values: this.#parameters(described), files: [] };
    });
  }

  files(patterns: readonly Pattern[]): ParameterSet[] {
    const paths = this.#branch.tree.entries.keys();
    const taken = this.#matching(paths, patterns, false);
    return [...taken].flatMap(([path, node]) => this.#fromFile(path, node));
  }

  #matching(
    paths: Iterable<string>,
    patterns: readonly Pattern[],
    segmentwise: boolean,
  ): Map<string, YamlNode> {
    const matchers = patterns
      .filter(pattern => this.#isFilled(pattern))
      .map(({ text, exclude, node }) => ({
        matches: matcherOf(text, segmentwise),
        exclude,
        node,
      }));
    const taken = new Map<string, YamlNode>();
    for (const path of paths) {
      const found = matchers.filter(({ matches }) => matches(path));
      const first = found.find(({ exclude }) => !exclude);
      if (first === undefined || found.some(({ exclude }) => exclude)) continue;
      taken.set(path, first.node);
    }
    return taken;
  }

  #isFilled({ text, node }: Pattern): boolean {
    if (!hasPlaceholder(text)) return true;
    const message = `The path ${text} depends on what is not in Git.`;
    this.#context.report('generator-unresolved', message, node);
    return false;
  }

  /** Argo CD skips directories whose name begins with a dot. */
  #allDirectories(): Set<string> {
    const directories = new Set<string>();
    for (const path of this.#branch.tree.entries.keys()) {
      let directory = directoryOf(path);
      while (directory !== '' && !directories.has(directory)) {
        directories.add(directory);
        directory = directoryOf(directory);
      }
    }
    const isHidden = (path: string) => /(^|\/)\./.test(path);
    return new Set([...directories].filter(path => !isHidden(path)).sort());
  }

  #fromFile(path: string, node: YamlNode): ParameterSet[] {
    const file = this.#branch.file(path);
    const roots = file.documents.flatMap(({ root }) =>
      root.type === 'list' ? [...root.items] : [root],
    );
    return roots.flatMap(root => {
      if (!(root instanceof MapNode)) return [];
      const directory = this.#pathOf(directoryOf(path));
      const filename = path.slice(directoryOf(path).length).replace(/^\//, '');
      const described = this.#wrap(
        {
          path: {
            ...directory,
            filename,
            filenameNormalized: normalizeName(filename),
          },
        },
        node,
      );
      const own = this.#context.goTemplate ? root : flattenParameters(root);
      return {
        values: asMap(mergeNodes(own, this.#parameters(described)), root),
        files: [path],
      };
    });
  }

  #pathOf(path: string) {
    const segments = path.split('/');
    const basename = segments[segments.length - 1];
    return {
      path,
      segments,
      basename,
      basenameNormalized: normalizeName(basename),
    };
  }

  #wrap(data: object, node: YamlNode): MapNode {
    const wrapped =
      this.#prefix === undefined ? data : { [this.#prefix]: data };
    return asMap(derivedNode(wrapped, node), node);
  }

  /** Flat sets call a path itself `path`, and its segments `path[0]`. */
  #parameters(described: MapNode): MapNode {
    if (this.#context.goTemplate) return described;
    const entries = new Map<string, YamlNode>();
    for (const [key, node] of flattenParameters(described).entries) {
      const name = key
        .replace(/path\.path$/, 'path')
        .replace(/path\.segments\.(\d+)$/, 'path[$1]');
      entries.set(name, node);
    }
    return new MapNode(entries, described.position);
  }
}

/** `git.directories` and `git.files` of the repository that is read. */
export const gitGenerator: Generator = (section, context) => {
  const branch = branchOf(section, context);
  if (branch === undefined) return [];
  const directories = patternsOf(section, 'directories');
  const files = patternsOf(section, 'files');
  const prefix = textAt(section, 'pathParamPrefix');
  const reading = new GitReading(branch, context, prefix);
  const sets =
    directories.length > 0
      ? reading.directories(directories)
      : reading.files(files);
  if (sets.length === 0) {
    const message = 'No path of the repository matches this generator.';
    // A pattern waits for what is to come; a path that isn't there is a slip.
    const patterns = [...directories, ...files].filter(each => !each.exclude);
    const isWaiting = patterns.every(({ text }) => /[*?[{]/.test(text));
    const level = isWaiting ? 'info' : 'warning';
    context.report('generator-empty', message, section, level);
  }
  return sets.map(set => withOwnValues(set, section, context));
};

/**
 * Directories match as shell patterns, whose `*` stays within a segment; files
 * also know `**`.
 */
function matcherOf(
  pattern: string,
  segmentwise: boolean,
): (path: string) => boolean {
  const clean = pattern.replace(/^\.?\//, '').replace(/\/+$/, '');
  return picomatch(clean, { dot: true, noglobstar: segmentwise });
}

function asMap(node: YamlNode, at: YamlNode): MapNode {
  return node instanceof MapNode ? node : new MapNode(new Map(), at.position);
}
