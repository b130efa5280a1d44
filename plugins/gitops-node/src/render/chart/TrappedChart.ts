import { RenderFailure } from '../RenderFailure';
import { trapUncertainFunctions } from './uncertainFunctions';

type Files = ReadonlyMap<string, string | Uint8Array>;

/** What of a chart depends on more than Git. */
export interface SprungTraps {
  /** Why, by the template (relative to the chart) that does. */
  readonly templates: ReadonlyMap<string, string>;
  /** Why the whole chart can't be told. */
  readonly whole: readonly string[];
  /** What the chart makes, where a trial has shown it. */
  readonly output?: string;
}

/** More uncertain templates than this make the whole chart uncertain. */
const maximumTemplates = 20;

const isTemplate = /^chart\/(?:charts\/[^/]+\/)*templates\//;

/**
 * A chart in which functions fail that answer out of the cluster, the clock or
 * chance. A trial that succeeds has called none of them. One that fails names
 * the template, which is emptied for the next trial.
 */
export class TrappedChart {
  readonly #files = new Map<string, string | Uint8Array>();
  readonly #functions = new Set<string>();
  readonly #run: (files: Files) => Promise<string>;
  /** Whether more than templates was changed, so that trials show it. */
  #isAltered = false;

  constructor(
    files: Files,
    isRelease: boolean,
    run: (files: Files) => Promise<string>,
  ) {
    this.#run = run;
    for (const [file, content] of files) {
      if (typeof content !== 'string') {
        this.#files.set(file, content);
        continue;
      }
      const where = isTemplate.test(file) ? 'template' : 'text';
      const { text, found } = trapUncertainFunctions(content, where, isRelease);
      this.#files.set(file, text);
      found.forEach(name => this.#functions.add(name));
      if (where === 'text' && found.length > 0) this.#isAltered = true;
    }
  }

  async spring(): Promise<SprungTraps> {
    const templates = new Map<string, string>();
    if (this.#functions.size === 0) return { templates, whole: [] };
    while (templates.size <= maximumTemplates) {
      try {
        const output = await this.#run(this.#files);
        const isShown = templates.size === 0 && !this.#isAltered;
        return { templates, whole: [], ...(isShown && { output }) };
      } catch (error) {
        if (!(error instanceof RenderFailure)) throw error;
        if (error.code !== 'render-failed') throw error;
        const template = this.#failing(error.message);
        if (template === undefined || templates.has(template)) break;
        this.#files.set(`chart/${template}`, '');
        templates.set(template, `${template} ${this.#reason()}`);
      }
    }
    return { templates, whole: [`the chart ${this.#reason()}`] };
  }

  #reason(): string {
    const functions = [...this.#functions].sort().join(', ');
    return `asks for what is not in Git (one of ${functions})`;
  }

  /** The first template that a message names is the one that is filled. */
  #failing(message: string): string | undefined {
    const mention =
      /[\w.+-]+\/((?:charts\/[^/\s]+\/)*templates\/[^\s:()"<>]+)/g;
    for (const [, template] of message.matchAll(mention)) {
      if (this.#files.has(`chart/${template}`)) return template;
    }
    return undefined;
  }
}
