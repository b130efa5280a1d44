import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import {
  entriesAt,
  itemsAt,
  MapNode,
  nodeAt,
  ScalarNode,
  YamlNode,
} from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import { mergeNodes } from '../mergeNodes';
import { directoryOf, resolvePath } from '../repositoryPath';
import { evaluateText } from '../template/evaluateText';
import { parseRendered } from '../template/renderedYaml';
import { TemplateError } from '../template/syntax';
import { TracedText } from '../template/TracedText';
import { Dictionary, TemplateValue } from '../template/templateValue';
import { helmfileFunctions } from './helmfileFunctions';
import { HelmfileState, mergeParts } from './HelmfileState';

const maximumBases = 20;

class HelmfileLoading {
  readonly diagnostics: Diagnostic[] = [];
  readonly #branch: BranchManifests;
  readonly #environment: string;
  readonly #files: string[] = [];
  #values: MapNode | undefined;
  #content: MapNode | undefined;

  constructor(
    branch: BranchManifests,
    environment: string,
    values: MapNode | undefined,
  ) {
    this.#branch = branch;
    this.#environment = environment;
    this.#values = values;
  }

  state(path: string): HelmfileState {
    return {
      path,
      environment: this.#environment,
      values: this.#values,
      content: this.#content,
      files: this.#files,
    };
  }

  /** Reads the parts in order: each sees the values of those before it. */
  add(path: string): void {
    if (this.#files.includes(path) || this.#files.length > maximumBases) return;
    this.#files.push(path);
    const content = this.#branch.tree.content(path);
    if (content.state !== 'text') {
      this.#report('helmfile-unreadable', `${path} can't be read.`, path);
      return;
    }
    if (!content.text.includes('{{')) {
      const { documents, diagnostics } = this.#branch.file(path);
      this.diagnostics.push(...diagnostics);
      documents.forEach(({ root }) => this.#addPart(root, path));
      return;
    }
    let line = 0;
    for (const part of content.text.split(/^---[ \t]*$/m)) {
      for (const root of this.parse(part, path, line)) {
        this.#addPart(root, path);
      }
      line += part.split('\n').length - 1;
    }
  }

  parse(
    text: string,
    file: string,
    linesBefore: number,
    release?: Dictionary,
  ): YamlNode[] {
    const filled = this.#fill('\n'.repeat(linesBefore) + text, file, release);
    if (filled === undefined) return [];
    const source = { branch: this.#branch.name, file };
    const { documents, diagnostics } = parseRendered(filled, source);
    this.diagnostics.push(...diagnostics);
    return documents.map(({ root }) => root);
  }

  #fill(
    text: string,
    file: string,
    release: Dictionary | undefined,
  ): TracedText | undefined {
    try {
      return evaluateText(text, this.#data(release), {
        file,
        functions: helmfileFunctions(this.#branch, directoryOf(file)),
        onIndeterminate: reason =>
          this.#report('helmfile-indeterminate', reason, file, 'info'),
      });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const message = `The template is not filled: ${error.message}`;
      this.#report(
        'helmfile-template-failed',
        message,
        file,
        'warning',
        error.line,
      );
      return undefined;
    }
  }

  #data(release: Dictionary | undefined): TemplateValue {
    const values = this.#values ?? new Dictionary();
    return new Dictionary([
      ['Values', values],
      ['StateValues', values],
      [
        'Environment',
        new Dictionary([
          ['Name', this.#environment],
          ['Values', values],
          ['KubeContext', ''],
        ]),
      ],
      ['Namespace', ''],
      ['Release', release ?? new Dictionary()],
    ]);
  }

  #addPart(root: YamlNode, path: string): void {
    for (const base of itemsAt(root, 'bases')) {
      const file = base instanceof ScalarNode ? base.text : '';
      const resolved = resolvePath(directoryOf(path), file);
      if (resolved !== undefined && this.#branch.tree.entries.has(resolved)) {
        this.add(resolved);
      } else {
        const message = `The base ${file} does not exist.`;
        this.#report('path-missing', message, path, 'warning', base.line);
      }
    }
    const named = nodeAt(root, 'environments', this.#environment);
    for (const item of itemsAt(named, 'values')) this.#addValues(item, path);
    for (const item of itemsAt(root, 'values')) this.#addValues(item, path);
    this.#content = mergeParts(this.#content, root);
  }

  #addValues(item: YamlNode, path: string): void {
    if (item instanceof MapNode) {
      this.#mergeValues(item);
      return;
    }
    if (!(item instanceof ScalarNode)) return;
    const file = resolvePath(directoryOf(path), item.text);
    const content =
      file === undefined ? undefined : this.#branch.tree.content(file);
    if (file === undefined) {
      const message = `The values file ${item.text} is outside the repository.`;
      this.#report('values-not-in-git', message, path, 'info', item.line);
      return;
    }
    if (content?.state !== 'text') {
      const message = `The values file ${item.text} does not exist.`;
      this.#report('values-file-missing', message, path, 'warning', item.line);
      return;
    }
    if (!this.#files.includes(file)) this.#files.push(file);
    const roots = file.endsWith('.gotmpl')
      ? this.parse(content.text, file, 0)
      : this.#branch.file(file).documents.map(({ root }) => root);
    roots.forEach(root => this.#mergeValues(root));
  }

  #mergeValues(values: YamlNode): void {
    if (!(values instanceof MapNode)) return;
    const merged = this.#values ? mergeNodes(this.#values, values) : values;
    if (merged instanceof MapNode) this.#values = merged;
  }

  #report(
    code: string,
    message: string,
    file: string,
    level: Diagnostic['level'] = 'warning',
    line?: number,
  ): void {
    this.diagnostics.push({
      level,
      code,
      message,
      file,
      ...(line !== undefined && { line }),
    });
  }
}

/** Reads helmfiles of one branch, their templates filled. */
export class HelmfileLoader {
  readonly #branch: BranchManifests;
  readonly #diagnostics = new Map<string, Diagnostic>();

  constructor(branch: BranchManifests) {
    this.#branch = branch;
  }

  get diagnostics(): readonly Diagnostic[] {
    return [...this.#diagnostics.values()];
  }

  /** The environments that a helmfile names; `default` where it names none. */
  environments(path: string): string[] {
    const { content } = this.load(path, 'default');
    const named = [...entriesAt(content, 'environments')];
    const others = named.filter(
      ([name, node]) =>
        name !== 'default' || itemsAt(node, 'values').length > 0,
    );
    const chosen = others.length > 0 ? others : named;
    return chosen.length > 0 ? chosen.map(([name]) => name) : ['default'];
  }

  load(path: string, environment: string, given?: MapNode): HelmfileState {
    const loading = new HelmfileLoading(this.#branch, environment, given);
    loading.add(path);
    loading.diagnostics.forEach(diagnostic => this.report(diagnostic));
    return loading.state(path);
  }

  /** A `.gotmpl` values file with its template filled. */
  values(path: string, state: HelmfileState, release?: Dictionary): YamlNode[] {
    const content = this.#branch.tree.content(path);
    if (content.state !== 'text') return [];
    const loading = new HelmfileLoading(
      this.#branch,
      state.environment,
      state.values,
    );
    const roots = loading.parse(content.text, path, 0, release);
    loading.diagnostics.forEach(diagnostic => this.report(diagnostic));
    return roots;
  }

  report(diagnostic: Diagnostic): void {
    const { file, line, message } = diagnostic;
    this.#diagnostics.set(`${file}:${line}:${message}`, diagnostic);
  }
}
