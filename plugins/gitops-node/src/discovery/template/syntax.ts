/** What a template is made of, as Go's text/template knows it. */
export type TemplateNode =
  | { readonly type: 'text'; readonly text: string; readonly line: number }
  | {
      readonly type: 'action';
      readonly pipeline: Pipeline;
      readonly line: number;
      /** As written, braces included. */
      readonly source: string;
    }
  | {
      readonly type: 'if' | 'with' | 'range';
      readonly pipeline: Pipeline;
      readonly body: readonly TemplateNode[];
      readonly otherwise: readonly TemplateNode[];
      readonly line: number;
    }
  | {
      readonly type: 'template';
      readonly name: string;
      readonly pipeline?: Pipeline;
      readonly line: number;
    }
  | { readonly type: 'break' | 'continue'; readonly line: number };

export interface Pipeline {
  /** Variables that it sets; two of them in a `range`. */
  readonly variables: readonly string[];
  /** `:=` makes them, `=` changes those that exist. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
}

/** A value, or a function with its arguments. */
export interface Command {
  readonly operands: readonly Operand[];
}

export type Operand =
  | { readonly type: 'literal'; readonly value: string | number | boolean }
  | { readonly type: 'nil' }
  /** `.a.b`; without names the dot itself. */
  | { readonly type: 'field'; readonly names: readonly string[] }
  /** `$x.a.b`; `$` itself has the empty name. */
  | {
      readonly type: 'variable';
      readonly name: string;
      readonly names: readonly string[];
    }
  | { readonly type: 'function'; readonly name: string }
  | {
      readonly type: 'parenthesis';
      readonly pipeline: Pipeline;
      readonly names: readonly string[];
    };

/** One file's templates: what it writes itself, and what it defines. */
export interface ParsedTemplate {
  readonly file: string;
  readonly body: readonly TemplateNode[];
  readonly definitions: ReadonlyMap<string, readonly TemplateNode[]>;
}

/** A template that can't be read or evaluated; expected, told as a diagnostic. */
export class TemplateError extends Error {
  readonly file: string | undefined;
  readonly line: number | undefined;

  constructor(message: string, file?: string, line?: number) {
    super(message);
    this.name = 'TemplateError';
    this.file = file;
    this.line = line;
  }

  /** The same error, told where it happened unless it already tells. */
  at(file: string, line: number): TemplateError {
    return this.line === undefined
      ? new TemplateError(this.message, file, line)
      : this;
  }
}
