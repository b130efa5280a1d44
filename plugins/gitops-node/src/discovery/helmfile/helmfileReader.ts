import picomatch from 'picomatch';
import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  itemsAt,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import { Declaration, DeclarationReader, Declarations } from '../declaration';
import { mergeNodes } from '../mergeNodes';
import { directoryOf, resolvePath } from '../repositoryPath';
import { HelmfileLoader } from './HelmfileLoader';
import { HelmfileState } from './HelmfileState';
import { releaseDeclaration, ReleasePlace } from './releaseDeclaration';

const helmfileName =
  /(?:^|\/)(?:helmfile[^/]*\.ya?ml(?:\.gotmpl)?|helmfile\.d\/[^/]+\.ya?ml(?:\.gotmpl)?)$/;
const maximumDepth = 10;

class HelmfileReading {
  readonly #branch: BranchManifests;
  readonly #loader: HelmfileLoader;
  readonly #declarations: Declaration[] = [];
  readonly #diagnostics: Diagnostic[] = [];

  constructor(branch: BranchManifests) {
    this.#branch = branch;
    this.#loader = new HelmfileLoader(branch);
  }

  read(): Declarations {
    const candidates = this.#candidates();
    const environments = new Map(
      candidates.map(path => [path, this.#loader.environments(path)] as const),
    );
    const used = new Set(
      candidates.flatMap(path => {
        const [first] = environments.get(path) ?? ['default'];
        return this.#referenced(this.#loader.load(path, first));
      }),
    );
    for (const [path, names] of environments) {
      if (used.has(path)) continue;
      for (const name of names) this.#readRoot(path, name, names);
    }
    return {
      declarations: this.#declarations,
      diagnostics: [...this.#loader.diagnostics, ...this.#diagnostics],
    };
  }

  #readRoot(
    root: string,
    environment: string,
    environments: readonly string[],
  ): void {
    const place = {
      branch: this.#branch,
      loader: this.#loader,
      root,
      environments,
    };
    this.#readState(this.#loader.load(root, environment), place, 0);
  }

  #readState(state: HelmfileState, place: ReleasePlace, depth: number): void {
    for (const release of itemsAt(state.content, 'releases')) {
      const declaration = releaseDeclaration(release, state, place);
      if (declaration === undefined) this.#reportUnread(release);
      else this.#declarations.push(declaration);
    }
    if (depth >= maximumDepth) return;
    for (const item of itemsAt(state.content, 'helmfiles')) {
      const paths = this.#pathsOf(item, state);
      if (paths.length === 0) this.#reportRemote(item);
      const given = this.#givenValues(item, state);
      for (const path of paths) {
        const inner = this.#loader.load(path, state.environment, given);
        this.#readState(inner, place, depth + 1);
      }
    }
  }

  /** Helmfiles by their name, and lists of releases under any other. */
  #candidates(): string[] {
    return [...this.#branch.tree.entries.keys()].filter(path => {
      if (/(?:^|\/)\./.test(path)) return false;
      if (helmfileName.test(path)) return true;
      return /\.ya?ml$/.test(path) && this.#holdsReleases(path);
    });
  }

  #holdsReleases(path: string): boolean {
    const content = this.#branch.tree.content(path);
    if (content.state !== 'text') return false;
    if (!/^releases:/m.test(content.text)) return false;
    if (!/\bchart:/.test(content.text) || content.text.includes('{{')) {
      return false;
    }
    return this.#branch
      .file(path)
      .documents.some(({ root }) =>
        itemsAt(root, 'releases').some(
          release =>
            textAt(release, 'name') !== undefined &&
            textAt(release, 'chart') !== undefined,
        ),
      );
  }

  #referenced(state: HelmfileState): string[] {
    const nested = itemsAt(state.content, 'helmfiles').flatMap(item =>
      this.#pathsOf(item, state),
    );
    return [...nested, ...state.files.filter(file => file !== state.path)];
  }

  #pathsOf(item: YamlNode, state: HelmfileState): string[] {
    const written =
      item instanceof ScalarNode ? item.text : textAt(item, 'path') ?? '';
    const path = resolvePath(directoryOf(state.path), written);
    if (path === undefined || written.includes('::')) return [];
    const { entries } = this.#branch.tree;
    if (entries.has(path)) return [path];
    const matches = picomatch(path);
    const found = [...entries.keys()].filter(
      entry =>
        matches(entry) ||
        (directoryOf(entry) === path && helmfileName.test(entry)),
    );
    return found.filter(entry => entry !== state.path);
  }

  #givenValues(item: YamlNode, state: HelmfileState): MapNode | undefined {
    const inline = itemsAt(item, 'values').filter(
      (node): node is MapNode => node instanceof MapNode,
    );
    return inline.reduce<MapNode | undefined>((base, node) => {
      const merged = base ? mergeNodes(base, node) : node;
      return merged instanceof MapNode ? merged : base;
    }, inheritedValues(item, state));
  }

  #reportUnread(release: YamlNode): void {
    const { file, line } = locate(release);
    this.#diagnostics.push({
      level: 'warning',
      code: 'release-unresolved',
      message: 'A release without a name or a chart that can be read.',
      file,
      line,
    });
  }

  #reportRemote(item: YamlNode): void {
    const { file, line } = locate(item);
    const written =
      item instanceof ScalarNode ? item.text : textAt(item, 'path') ?? '';
    this.#diagnostics.push({
      level: 'warning',
      code: 'helmfile-missing',
      message: `The helmfile ${written} is not in this repository.`,
      file,
      line,
    });
  }
}

/** Reads Helmfile's releases, in each environment that the helmfile names. */
export const helmfileReader: DeclarationReader = {
  name: 'helmfile',
  phase: 'expand',
  fromBranch: branch => new HelmfileReading(branch).read(),
};

/** A helmfile starts without the values of the one that includes it. */
function inheritedValues(
  item: YamlNode,
  state: HelmfileState,
): MapNode | undefined {
  return nodeAt(item, 'values') === undefined ? undefined : state.values;
}
