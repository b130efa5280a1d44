import { Command, Operand, Pipeline, TemplateError } from './syntax';
import { Token, unquote } from './tokenizeAction';

const maximumParentheses = 100;

class PipelineParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  pipeline(): Pipeline {
    const { variables, assigns } = this.#variables();
    const commands = [this.#command()];
    while (this.#take('|')) commands.push(this.#command());
    return { variables, assigns, commands };
  }

  expectEnd(): void {
    this.#skipSpace();
    const token = this.#tokens[this.#at];
    if (token !== undefined) {
      throw new TemplateError(`Unexpected ${token.text} in an action.`);
    }
  }

  #variables(): { variables: string[]; assigns: boolean } {
    const begin = this.#at;
    const variables: string[] = [];
    for (;;) {
      this.#skipSpace();
      const token = this.#tokens[this.#at];
      if (token?.type !== 'variable') break;
      variables.push(token.text.slice(1));
      this.#at += 1;
      if (this.#take(':=')) return { variables, assigns: false };
      if (this.#take('=')) return { variables, assigns: true };
      if (!this.#take(',')) break;
    }
    this.#at = begin;
    return { variables: [], assigns: false };
  }

  #command(): Command {
    const operands: Operand[] = [];
    for (;;) {
      this.#skipSpace();
      const operand = this.#operand();
      if (operand === undefined) break;
      operands.push(operand);
    }
    if (operands.length === 0) throw new TemplateError('An empty action.');
    return { operands };
  }

  #operand(): Operand | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined) return undefined;
    if (token.type === 'symbol' && token.text !== '(') return undefined;
    this.#at += 1;
    switch (token.type) {
      case 'string':
        return literalText(token.text);
      case 'number':
        return { type: 'literal', value: numberOf(token.text) };
      case 'variable':
        return {
          type: 'variable',
          name: token.text.slice(1),
          names: this.#fields(),
        };
      case 'field':
        return { type: 'field', names: this.#fieldNames(token.text) };
      case 'word':
        return wordOperand(token.text);
      default:
        return this.#parenthesis();
    }
  }

  #parenthesis(): Operand {
    this.#depth += 1;
    if (this.#depth > maximumParentheses) {
      throw new TemplateError('Too many parentheses.');
    }
    const pipeline = this.pipeline();
    if (!this.#take(')'))
      throw new TemplateError('A parenthesis is not closed.');
    this.#depth -= 1;
    return { type: 'parenthesis', pipeline, names: this.#fields() };
  }

  #fieldNames(first: string): string[] {
    return first === '.' ? [] : [first.slice(1), ...this.#fields()];
  }

  /** Fields that follow without a space. */
  #fields(): string[] {
    const names: string[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (token?.type !== 'field' || token.text === '.') return names;
      names.push(token.text.slice(1));
      this.#at += 1;
    }
  }

  #take(symbol: string): boolean {
    this.#skipSpace();
    const token = this.#tokens[this.#at];
    if (token?.type !== 'symbol' || token.text !== symbol) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    while (this.#tokens[this.#at]?.type === 'space') this.#at += 1;
  }
}

/** Reads the tokens of an action, after its keyword if it has one. */
export function parsePipeline(tokens: readonly Token[]): Pipeline {
  const parser = new PipelineParser(tokens);
  const pipeline = parser.pipeline();
  parser.expectEnd();
  return pipeline;
}

function literalText(text: string): Operand {
  const value = unquote(text);
  return {
    type: 'literal',
    value: text.startsWith("'") ? value.codePointAt(0) ?? 0 : value,
  };
}

function wordOperand(word: string): Operand {
  if (word === 'true' || word === 'false') {
    return { type: 'literal', value: word === 'true' };
  }
  return word === 'nil' ? { type: 'nil' } : { type: 'function', name: word };
}

function numberOf(text: string): number {
  return Number(text.replace(/_/g, ''));
}
