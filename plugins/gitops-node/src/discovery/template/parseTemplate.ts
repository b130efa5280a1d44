import { countLines } from './TracedText';
import { parsePipeline } from './parsePipeline';
import {
  ParsedTemplate,
  Pipeline,
  TemplateError,
  TemplateNode,
} from './syntax';
import { Token, tokenizeAction, unquote } from './tokenizeAction';

/** Deeper nesting than any real template has. */
const maximumDepth = 100;

/** What ends a list of nodes, with what stood in it. */
interface Ending {
  readonly nodes: TemplateNode[];
  readonly end: 'eof' | 'end' | 'else';
  readonly tokens: readonly Token[];
}

class TemplateParser {
  readonly #source: string;
  readonly #file: string;
  readonly #definitions = new Map<string, readonly TemplateNode[]>();
  #at = 0;
  #line = 1;
  #depth = 0;
  #trimNext = false;

  constructor(source: string, file: string) {
    this.#source = source;
    this.#file = file;
  }

  parse(): ParsedTemplate {
    try {
      const { nodes, end } = this.#nodes();
      if (end !== 'eof') throw new TemplateError(`Unexpected ${end}.`);
      return { file: this.#file, body: nodes, definitions: this.#definitions };
    } catch (error) {
      if (error instanceof TemplateError)
        throw error.at(this.#file, this.#line);
      throw error;
    }
  }

  #nodes(): Ending {
    const nodes: TemplateNode[] = [];
    for (;;) {
      const open = this.#source.indexOf('{{', this.#at);
      this.#text(nodes, open < 0 ? this.#source.length : open, open >= 0);
      if (open < 0) return { nodes, end: 'eof', tokens: [] };
      const action = this.#action();
      if (action === undefined) continue;
      const word = action.tokens.find(({ type }) => type !== 'space');
      if (word?.text === 'end' || word?.text === 'else') {
        return { nodes, end: word.text, tokens: action.tokens };
      }
      this.#node(nodes, action.tokens, action.line, action.source);
    }
  }

  #text(nodes: TemplateNode[], end: number, hasAction: boolean): void {
    let start = this.#at;
    let text = this.#source.slice(start, end);
    if (this.#trimNext) {
      const trimmed = text.trimStart();
      start += text.length - trimmed.length;
      text = trimmed;
    }
    const line = this.#line + countLines(this.#source, this.#at, start);
    if (hasAction && /^\{\{-\s/.test(this.#source.slice(end, end + 4))) {
      text = text.trimEnd();
    }
    if (text !== '') nodes.push({ type: 'text', text, line });
    this.#line += countLines(this.#source, this.#at, end);
    this.#at = end;
    this.#trimNext = false;
  }

  /** The action at the present place; undefined for a comment. */
  #action() {
    const open = this.#at;
    const line = this.#line;
    const head = /\{\{(?:-(?=\s))?\s*/y;
    head.lastIndex = open;
    const begin = open + (head.exec(this.#source)?.[0].length ?? 2);
    if (this.#source.startsWith('/*', begin)) {
      this.#comment(open, begin);
      return undefined;
    }
    const { tokens, end, trimsAfter } = tokenizeAction(this.#source, begin);
    this.#advance(open, end, trimsAfter);
    return { tokens, line, source: this.#source.slice(open, end) };
  }

  #comment(open: number, begin: number): void {
    const close = /\*\/(\s+-)?\s*\}\}/g;
    close.lastIndex = begin + 2;
    const found = close.exec(this.#source);
    if (found === null) throw new TemplateError('A comment is not closed.');
    this.#advance(open, close.lastIndex, found[1] !== undefined);
  }

  #advance(from: number, to: number, trimsAfter: boolean): void {
    this.#line += countLines(this.#source, from, to);
    this.#at = to;
    this.#trimNext = trimsAfter;
  }

  #node(
    nodes: TemplateNode[],
    tokens: readonly Token[],
    line: number,
    source: string,
  ): void {
    const words = tokens.filter(({ type }) => type !== 'space');
    const keyword = words[0]?.type === 'word' ? words[0].text : '';
    const after = () => tokens.slice(tokens.indexOf(words[0]) + 1);
    switch (keyword) {
      case 'if':
      case 'with':
      case 'range':
        nodes.push(this.#branch(keyword, after(), line));
        return;
      case 'define':
        this.#define(nameOf(words[1]));
        return;
      case 'block':
        this.#define(nameOf(words[1]));
        nodes.push(callOf(tokens, words, line));
        return;
      case 'template':
        nodes.push(callOf(tokens, words, line));
        return;
      case 'break':
      case 'continue':
        nodes.push({ type: keyword, line });
        return;
      default:
        nodes.push({
          type: 'action',
          pipeline: parsePipeline(tokens),
          line,
          source,
        });
    }
  }

  #define(name: string): void {
    const { nodes, end } = this.#nested();
    if (end !== 'end') throw new TemplateError(`${name} is not closed.`);
    this.#definitions.set(name, nodes);
  }

  #branch(
    type: 'if' | 'with' | 'range',
    tokens: readonly Token[],
    line: number,
  ): TemplateNode {
    const pipeline: Pipeline = parsePipeline(tokens);
    const body = this.#nested();
    if (body.end === 'eof') throw new TemplateError(`${type} is not closed.`);
    const otherwise = body.end === 'else' ? this.#otherwise(body) : [];
    return { type, pipeline, body: body.nodes, otherwise, line };
  }

  #otherwise(body: Ending): readonly TemplateNode[] {
    const words = body.tokens.filter(({ type }) => type !== 'space');
    const chained = words[1]?.text;
    if (chained === 'if' || chained === 'with') {
      const rest = body.tokens.slice(body.tokens.indexOf(words[1]) + 1);
      return [this.#branch(chained, rest, this.#line)];
    }
    const { nodes, end } = this.#nested();
    if (end !== 'end') throw new TemplateError('else is not closed.');
    return nodes;
  }

  #nested(): Ending {
    this.#depth += 1;
    if (this.#depth > maximumDepth) {
      throw new TemplateError('The template is nested too deeply.');
    }
    const nested = this.#nodes();
    this.#depth -= 1;
    return nested;
  }
}

/** Reads a Go template; throws a {@link TemplateError} where it is none. */
export function parseTemplate(source: string, file: string): ParsedTemplate {
  return new TemplateParser(source, file).parse();
}

function nameOf(token: Token | undefined): string {
  if (token?.type !== 'string') {
    throw new TemplateError('A template needs a name.');
  }
  return unquote(token.text);
}

function callOf(
  tokens: readonly Token[],
  words: readonly Token[],
  line: number,
): TemplateNode {
  const rest = tokens.slice(tokens.indexOf(words[1]) + 1);
  const hasArgument = rest.some(({ type }) => type !== 'space');
  return {
    type: 'template',
    name: nameOf(words[1]),
    ...(hasArgument && { pipeline: parsePipeline(rest) }),
    line,
  };
}
