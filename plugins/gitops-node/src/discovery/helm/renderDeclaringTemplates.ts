import picomatch from 'picomatch';
import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../../manifests/Manifest';
import {
  ListNode,
  MapNode,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import { isWithin, joinPath, resolvePath } from '../repositoryPath';
import { evaluateTemplate } from '../template/evaluateTemplate';
import { parseTemplate } from '../template/parseTemplate';
import { Definition } from '../template/TemplateEnvironment';
import { parseRendered, parseWithin } from '../template/renderedYaml';
import { TemplateError } from '../template/syntax';
import { fileText } from '../template/TemplateFile';
import {
  Dictionary,
  TemplateObject,
  TemplateValue,
  textOf,
} from '../template/templateValue';
import { ChartFile } from './ChartFile';

export interface ChartRendering {
  readonly branch: BranchManifests;
  readonly directory: string;
  readonly chart: ChartFile;
  readonly values: MapNode | undefined;
  readonly release: { readonly name: string; readonly namespace: string };
}

export interface RenderedObjects {
  readonly manifests: readonly Manifest[];
  readonly diagnostics: readonly Diagnostic[];
}

const declaring =
  /^\s*kind:\s*["']?(?:Application|ApplicationSet|HelmRelease|Kustomization)\b/m;
const declaringGroup = /argoproj\.io\/|toolkit\.fluxcd\.io\//;

/** Whether a chart makes objects that declare something themselves. */
export function hasDeclaringTemplates(
  branch: BranchManifests,
  directory: string,
): boolean {
  const templates = joinPath(directory, 'templates');
  return [...branch.tree.entries.keys()].some(path => {
    if (!isWithin(path, templates)) return false;
    const content = branch.tree.content(path);
    return (
      content.state === 'text' &&
      declaring.test(content.text) &&
      declaringGroup.test(content.text)
    );
  });
}

class ChartTemplates {
  readonly #rendering: ChartRendering;
  readonly #parsed = new Map<string, ReturnType<typeof parseTemplate>>();
  readonly #definitions = new Map<string, Definition>();
  readonly #diagnostics = new Map<string, Diagnostic>();
  readonly #inputs: Dictionary;

  constructor(rendering: ChartRendering) {
    this.#rendering = rendering;
    this.#inputs = new Dictionary([
      ['Values', rendering.values ?? new Dictionary()],
      ['Release', releaseObject(rendering)],
      ['Chart', chartObject(rendering.chart)],
      ['Files', filesObject(rendering)],
      ['Capabilities', this.#capabilities()],
    ]);
  }

  define(path: string, text: string): void {
    try {
      const parsed = parseTemplate(text, path);
      this.#parsed.set(path, parsed);
      for (const [name, body] of parsed.definitions) {
        this.#definitions.set(name, { file: path, body });
      }
    } catch (error) {
      this.#report(error, path);
    }
  }

  render(paths: readonly string[]): RenderedObjects {
    const manifests = paths.flatMap(path => this.#renderFile(path));
    return { manifests, diagnostics: [...this.#diagnostics.values()] };
  }

  #renderFile(path: string): Manifest[] {
    const template = this.#parsed.get(path);
    if (template === undefined) return [];
    const file = new Dictionary([
      ['Name', path],
      ['BasePath', joinPath(this.#rendering.directory, 'templates')],
    ]);
    const data = new Dictionary([...this.#inputs.entries, ['Template', file]]);
    try {
      const text = evaluateTemplate(
        template,
        data,
        {
          definitions: this.#definitions,
          onIndeterminate: reason => this.#indeterminate(reason, path),
        },
        parseTemplate,
      );
      return this.#objectsOf(text, path);
    } catch (error) {
      this.#report(error, path);
      return [];
    }
  }

  #objectsOf(
    text: Parameters<typeof parseRendered>[0],
    path: string,
  ): Manifest[] {
    const { branch } = this.#rendering;
    const source = { branch: branch.name, file: path };
    const { documents, diagnostics } = parseRendered(text, source);
    diagnostics.forEach(diagnostic =>
      this.#diagnostics.set(`${path}:${diagnostic.message}`, diagnostic),
    );
    return documents.flatMap(({ root }) =>
      Manifest.fromNode(root, filesOf(root, path)),
    );
  }

  #capabilities(): TemplateObject {
    const told = (name: string, value: TemplateValue): TemplateValue => {
      this.#indeterminate(`${name} depends on the cluster`);
      return value;
    };
    const version = new Dictionary([
      ['Version', 'v1.33.0'],
      ['GitVersion', 'v1.33.0'],
      ['Major', '1'],
      ['Minor', '33'],
    ]);
    const versions: TemplateObject = {
      type: 'object',
      get: () => undefined,
      call: () => told('Capabilities.APIVersions', true),
    };
    return {
      type: 'object',
      get: name =>
        name === 'APIVersions'
          ? versions
          : told(`Capabilities.${name}`, version),
    };
  }

  #indeterminate(reason: string, path: string = this.#rendering.chart.path) {
    this.#diagnostics.set(`${path}:${reason}`, {
      level: 'info',
      code: 'chart-indeterminate',
      message: `What the chart makes is not certain: ${reason}.`,
      file: path,
    });
  }

  #report(error: unknown, path: string): void {
    if (!(error instanceof TemplateError)) throw error;
    const file = error.file === undefined ? path : error.file;
    this.#diagnostics.set(`${file}:${error.line}:${error.message}`, {
      level: 'warning',
      code: 'chart-template-failed',
      message: `The template is not filled: ${error.message}`,
      file,
      ...(error.line !== undefined && { line: error.line }),
    });
  }
}

/**
 * Fills those templates of a chart that make objects which declare something
 * themselves: an app of apps.
 */
export function renderDeclaringTemplates(
  rendering: ChartRendering,
): RenderedObjects {
  const { branch, directory } = rendering;
  const templates = joinPath(directory, 'templates');
  const sources = [...branch.tree.entries.keys()]
    .filter(path => isWithin(path, templates))
    .flatMap(path => {
      const content = branch.tree.content(path);
      return content.state === 'text' ? [{ path, text: content.text }] : [];
    });
  const wanted = sources.filter(
    ({ text }) => declaring.test(text) && declaringGroup.test(text),
  );
  if (wanted.length === 0) return { manifests: [], diagnostics: [] };
  const chart = new ChartTemplates(rendering);
  sources.forEach(source => chart.define(source.path, source.text));
  return chart.render(wanted.map(({ path }) => path));
}

function releaseObject({ release }: ChartRendering): Dictionary {
  return new Dictionary([
    ['Name', release.name],
    ['Namespace', release.namespace],
    ['Service', 'Helm'],
    ['IsInstall', true],
    ['IsUpgrade', false],
    ['Revision', 1],
  ]);
}

function chartObject(chart: ChartFile): Dictionary {
  return new Dictionary([
    ['Name', chart.name],
    ['Version', chart.version ?? ''],
    ['AppVersion', chart.appVersion ?? ''],
  ]);
}

/** `.Files`: what lies in the chart's folder, and nothing else. */
function filesObject({ branch, directory }: ChartRendering): TemplateObject {
  const read = (path: string): TemplateValue => {
    const file = resolvePath(directory, path);
    if (file === undefined || !isWithin(file, directory)) return '';
    const content = branch.tree.content(file);
    return content.state === 'text'
      ? fileText(content.text, { branch: branch.name, file })
      : '';
  };
  const methods: Record<string, (argument: string) => TemplateValue> = {
    Get: read,
    Lines: path => textOf(read(path)).split('\n'),
    Glob: pattern => {
      const matches = picomatch(pattern, { dot: true });
      const inside = [...branch.tree.entries.keys()]
        .filter(path => isWithin(path, directory))
        .map(path =>
          directory === '' ? path : path.slice(directory.length + 1),
        )
        .filter(path => matches(path));
      return new Dictionary(inside.map(path => [path, read(path)] as const));
    },
  };
  return {
    type: 'object',
    get: () => undefined,
    call: (name, [argument]) => {
      const method = methods[name];
      if (method === undefined) {
        throw new TemplateError(`.Files.${name} is not known.`);
      }
      return method(textOf(argument));
    },
  };
}

/** The files that supplied any value of an object. */
function filesOf(root: YamlNode, template: string): string[] {
  const files = new Set<string>([template]);
  const visit = (node: YamlNode): void => {
    if (node instanceof MapNode) node.entries.forEach(visit);
    else if (node instanceof ListNode) node.items.forEach(visit);
    else visitScalar(node, files, visit);
  };
  visit(root);
  return [...files];
}

function visitScalar(
  node: ScalarNode,
  files: Set<string>,
  visit: (node: YamlNode) => void,
): void {
  const file = (node.document.within ?? node).document.file;
  if (file !== '') files.add(file);
  if (!node.text.includes('\n')) return;
  parseWithin(node)?.documents.forEach(({ root }) => visit(root));
}
