import { TemplateError } from './syntax';

/** A piece of what stands between `{{` and `}}`. */
export interface Token {
  readonly type:
    | 'string'
    | 'number'
    | 'field'
    | 'variable'
    | 'word'
    | 'symbol'
    | 'space';
  readonly text: string;
}

const patterns: readonly (readonly [Token['type'], RegExp])[] = [
  ['space', /\s+/y],
  ['string', /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)'/y],
  [
    'number',
    /[-+]?(?:0[xX][0-9a-fA-F_]+|(?:[0-9][0-9_]*)?\.?[0-9]+(?:[eE][-+]?[0-9]+)?)/y,
  ],
  ['variable', /\$[\p{L}\p{N}_]*/uy],
  ['field', /\.[\p{L}_][\p{L}\p{N}_]*|\.(?![0-9])/uy],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['symbol', /:=|[|()=,]/y],
];

export interface Action {
  readonly tokens: readonly Token[];
  /** Where the text after `}}` begins. */
  readonly end: number;
  readonly trimsAfter: boolean;
}

/** Reads the tokens of an action from just after its `{{`. */
export function tokenizeAction(source: string, start: number): Action {
  const tokens: Token[] = [];
  let at = start;
  while (at < source.length) {
    const close = /\s+-\}\}|\}\}/y;
    close.lastIndex = at;
    const closed = close.exec(source);
    if (closed !== null) {
      const trimsAfter = closed[0] !== '}}';
      return { tokens, end: at + closed[0].length, trimsAfter };
    }
    const token = tokenAt(source, at);
    tokens.push(token);
    at += token.text.length;
  }
  throw new TemplateError('An action is not closed.');
}

function tokenAt(source: string, at: number): Token {
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text) return { type, text };
  }
  throw new TemplateError(
    `Unexpected character ${JSON.stringify(source[at])}.`,
  );
}

/** The text of a quoted Go string or rune. */
export function unquote(text: string): string {
  const inner = text.slice(1, -1);
  if (text.startsWith('`')) return inner;
  return inner.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/g,
    (_, hex: string | undefined, unicode: string | undefined, char: string) => {
      const code = hex ?? unicode;
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
      return escapes[char] ?? char;
    },
  );
}
