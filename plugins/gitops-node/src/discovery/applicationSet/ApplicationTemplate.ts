import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { parseYaml } from '../../manifests/parseYaml';
import {
  itemsAt,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { derivedScalar, scalarAt } from '../derivedNode';
import { mergeNodes } from '../mergeNodes';
import { evaluateText } from '../template/evaluateText';
import { TemplateError } from '../template/syntax';
import { TracedText } from '../template/TracedText';
import { fillPlaceholders, fillTree } from './fasttemplate';

/** What an ApplicationSet makes Applications from. */
export class ApplicationTemplate {
  readonly goTemplate: boolean;
  readonly #root: MapNode;
  readonly #failsOnMissing: boolean;
  readonly #diagnostics = new Map<string, Diagnostic>();

  constructor(root: MapNode) {
    this.#root = root;
    this.goTemplate = textAt(root, 'spec', 'goTemplate') === 'true';
    this.#failsOnMissing = itemsAt(root, 'spec', 'goTemplateOptions').some(
      option =>
        option instanceof ScalarNode && option.text === 'missingkey=error',
    );
  }

  /** Each problem once, however many Applications it concerns. */
  diagnostics(): Diagnostic[] {
    return [...this.#diagnostics.values()];
  }

  /** One text with the parameters put in. */
  fill(template: ScalarNode, values: MapNode): ScalarNode {
    if (!this.goTemplate) return fillPlaceholders(template, values);
    if (typeof template.value !== 'string' || !template.text.includes('{{')) {
      return template;
    }
    try {
      const text = evaluateText(template.text, values, {
        file: template.document.file,
        missing: source => source,
      });
      return nodeOf(text, template);
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      this.#report(template, error.message);
      return template;
    }
  }

  /** The Application for one parameter set; undefined without a template. */
  application(values: MapNode, override?: YamlNode): MapNode | undefined {
    const base = nodeAt(this.#root, 'spec', 'template');
    if (!(base instanceof MapNode)) return undefined;
    const template = override ? mergeNodes(base, override) : base;
    const filled = fillTree(template, text => this.fill(text, values));
    const patched = this.#patched(filled, values);
    return patched instanceof MapNode ? patched : undefined;
  }

  #patched(application: YamlNode, values: MapNode): YamlNode {
    const text = nodeAt(this.#root, 'spec', 'templatePatch');
    if (!(text instanceof ScalarNode) || text.text === '') return application;
    const filled = this.fill(text, values);
    const { branch, file } = text.document;
    const { documents, diagnostics } = parseYaml(filled.text, {
      branch,
      file,
      within: text,
      lineOffset: text.line,
    });
    if (diagnostics.length > 0) this.#report(text, diagnostics[0].message);
    return documents.reduce(
      (patched, { root }) => mergeNodes(patched, root),
      application,
    );
  }

  #report(node: ScalarNode, message: string): void {
    const { file, line } = locate(node);
    const code = this.#failsOnMissing
      ? 'template-failed'
      : 'template-unresolved';
    const whole = `The template is not filled: ${message}`;
    this.#diagnostics.set(`${file}:${line}:${message}`, {
      level: 'warning',
      code,
      message: whole,
      file,
      line,
    });
  }
}

/** A text that is one parameter alone stands where the parameter does. */
function nodeOf(text: TracedText, template: ScalarNode): ScalarNode {
  const [mark, ...more] = text.marks;
  const isWhole =
    more.length === 0 && mark?.start === 0 && mark.end === text.text.length;
  return isWhole && mark.origin instanceof ScalarNode
    ? scalarAt(text.text, mark.origin)
    : derivedScalar(text.text, template);
}
