import {
  entriesAt,
  itemsAt,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import { Declaration, DeclaredSource, ValuesSource } from '../declaration';
import { fillTree } from '../applicationSet/fasttemplate';
import { derivedScalar } from '../derivedNode';
import { mergeNodes } from '../mergeNodes';
import { directoryOf, joinPath, resolvePath } from '../repositoryPath';
import { evaluateText } from '../template/evaluateText';
import { TemplateError } from '../template/syntax';
import { Dictionary } from '../template/templateValue';
import { helmfileFunctions } from './helmfileFunctions';
import { HelmfileLoader } from './HelmfileLoader';
import { HelmfileState } from './HelmfileState';

export interface ReleasePlace {
  readonly branch: BranchManifests;
  readonly loader: HelmfileLoader;
  /** Where the release is applied from, if several helmfiles are. */
  readonly root: string;
  readonly environments: readonly string[];
}

class ReleaseReading {
  readonly #node: MapNode;
  readonly #state: HelmfileState;
  readonly #place: ReleasePlace;

  constructor(written: YamlNode, state: HelmfileState, place: ReleasePlace) {
    this.#state = state;
    this.#place = place;
    const inherited = inherit(written, state.content);
    const filled = fillTree(inherited, text => this.#fill(text, inherited));
    this.#node = filled instanceof MapNode ? filled : emptyAt(written);
  }

  declaration(): Declaration | undefined {
    const name = textAt(this.#node, 'name');
    const chart = nodeAt(this.#node, 'chart');
    if (name === undefined || !(chart instanceof ScalarNode)) return undefined;
    const namespace = textAt(this.#node, 'namespace');
    const { environment, path } = this.#state;
    const cluster = this.#cluster();
    const { root } = this.#place;
    const isOnlyRoot = root === 'helmfile.yaml' || cluster !== undefined;
    return {
      kind: 'HelmfileRelease',
      group: '',
      name,
      ...(namespace !== undefined && {
        namespace,
        targetNamespace: namespace,
      }),
      ...(!isOnlyRoot && { instance: root }),
      declaredBy: locate(this.#node),
      files: [...new Set([path, ...this.#state.files])],
      labels: textEntries(this.#node, 'labels'),
      annotations: {},
      sources: [this.#source(name, chart)],
      ...(cluster !== undefined && { cluster }),
      ...(environment !== 'default' && { environment }),
      suspended: this.#isOff(),
    };
  }

  #isOff(): boolean {
    if (textAt(this.#node, 'installed') === 'false') return true;
    const condition = textAt(this.#node, 'condition');
    if (condition === undefined) return false;
    const value = nodeAt(this.#state.values, ...condition.split('.'));
    return !(value instanceof ScalarNode) || value.value !== true;
  }

  #cluster(): string | undefined {
    const { content, environment } = this.#state;
    const context =
      textAt(this.#node, 'kubeContext') ??
      textAt(content, 'environments', environment, 'kubeContext') ??
      textAt(content, 'helmDefaults', 'kubeContext');
    if (context !== undefined) return context;
    return /(?:^|\/)clusters\/([^/]+?)\.ya?ml/.exec(this.#place.root)?.[1];
  }

  #source(name: string, chart: ScalarNode): DeclaredSource {
    const { branch } = this.#place;
    const path = this.#localChart(chart.text);
    const values = this.#values();
    const location = locate(chart);
    if (path !== undefined) {
      return {
        type: 'localChart',
        branch: branch.name,
        path,
        releaseName: name,
        values,
        location,
      };
    }
    const slash = chart.text.indexOf('/');
    const isAlias = slash > 0 && !chart.text.includes('://');
    const alias = isAlias ? chart.text.slice(0, slash) : '';
    const repository = this.#repository(alias);
    const version = nodeAt(this.#node, 'version');
    return {
      type: 'remoteChart',
      chart: isAlias ? chart.text.slice(slash + 1) : chart.text,
      ...(repository !== undefined && { repository }),
      ...(version instanceof ScalarNode &&
        version.text !== '' && {
          version: { value: version.text, location: locate(version) },
        }),
      releaseName: name,
      values,
      location,
    };
  }

  #localChart(chart: string): string | undefined {
    const path = resolvePath(directoryOf(this.#state.path), chart);
    if (path === undefined || chart.includes('://')) return undefined;
    const { entries } = this.#place.branch.tree;
    const exists = entries.has(joinPath(path, 'Chart.yaml'));
    return exists || /^\.{1,2}\//.test(chart) ? path : undefined;
  }

  #repository(alias: string): string | undefined {
    const repository = itemsAt(this.#state.content, 'repositories').find(
      node => textAt(node, 'name') === alias,
    );
    return textAt(repository, 'url');
  }

  #values(): ValuesSource[] {
    const files = itemsAt(this.#node, 'values').flatMap(item =>
      item instanceof ScalarNode
        ? this.#valuesFile(item)
        : [{ type: 'inline' as const, values: item }],
    );
    const parameters = itemsAt(this.#node, 'set').flatMap(
      (item): ValuesSource[] => {
        const name = textAt(item, 'name');
        const value = nodeAt(item, 'value');
        return name !== undefined && value instanceof ScalarNode
          ? [{ type: 'parameter', name, value }]
          : [];
      },
    );
    return [...files, ...parameters];
  }

  #valuesFile(item: ScalarNode): ValuesSource[] {
    const { branch, loader } = this.#place;
    const path = resolvePath(directoryOf(this.#state.path), item.text);
    if (path === undefined) {
      const reason = `The values file ${item.text} is outside the repository.`;
      return [{ type: 'external', reason, location: locate(item) }];
    }
    if (path.endsWith('.gotmpl') && branch.tree.entries.has(path)) {
      const roots = loader.values(path, this.#state, this.#release(this.#node));
      return roots.map(values => ({ type: 'inline', values }));
    }
    const handler =
      textAt(this.#node, 'missingFileHandler') ??
      textAt(this.#state.content, 'missingFileHandler');
    return [
      {
        type: 'file',
        branch: branch.name,
        path,
        optional: handler !== undefined && handler !== 'Error',
        location: locate(item),
      },
    ];
  }

  /** A release's own fields may be templates that name it. */
  #fill(text: ScalarNode, release: YamlNode): ScalarNode {
    if (!text.text.includes('{{')) return text;
    const { file } = text.document;
    const { branch } = this.#place;
    const values = this.#state.values ?? new Dictionary();
    const environment = new Dictionary([
      ['Name', this.#state.environment],
      ['Values', values],
    ]);
    const data = new Dictionary([
      ['Values', values],
      ['StateValues', values],
      ['Environment', environment],
      ['Release', this.#release(release)],
    ]);
    try {
      const functions = helmfileFunctions(branch, directoryOf(file));
      const filled = evaluateText(text.text, data, { file, functions });
      return derivedScalar(filled.text, text);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const { line } = locate(text);
      this.#place.loader.report({
        level: 'warning',
        code: 'helmfile-template-failed',
        message: `The template is not filled: ${error.message}`,
        file,
        line,
      });
      return text;
    }
  }

  #release(node: YamlNode): Dictionary {
    return new Dictionary([
      ['Name', nodeAt(node, 'name')],
      ['Namespace', nodeAt(node, 'namespace')],
      ['Labels', nodeAt(node, 'labels') ?? new Dictionary()],
      ['Chart', nodeAt(node, 'chart')],
    ]);
  }
}

/** The declaration that one entry of `releases` is; undefined where it is none. */
export function releaseDeclaration(
  written: YamlNode,
  state: HelmfileState,
  place: ReleasePlace,
): Declaration | undefined {
  const release = new ReleaseReading(written, state, place);
  return release.declaration();
}

/** `inherit` takes over an entry of `templates`. */
function inherit(written: YamlNode, content: MapNode | undefined): YamlNode {
  const inherited = itemsAt(written, 'inherit').reduce<YamlNode | undefined>(
    (base, item) => {
      const name = textAt(item, 'template') ?? '';
      const template = nodeAt(content, 'templates', name);
      if (template === undefined) return base;
      return base === undefined ? template : mergeNodes(base, template);
    },
    undefined,
  );
  if (!(inherited instanceof MapNode)) return written;
  const merged = mergeNodes(inherited, written);
  return merged instanceof MapNode
    ? new MapNode(merged.entries, written.position)
    : written;
}

function emptyAt(node: YamlNode): MapNode {
  return new MapNode(new Map(), node.position);
}

function textEntries(node: YamlNode, key: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of entriesAt(node, key)) {
    if (value instanceof ScalarNode) result[name] = value.text;
  }
  return result;
}
