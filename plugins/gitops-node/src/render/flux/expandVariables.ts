import { RenderFailure } from '../RenderFailure';
import { transformVariable } from './transformVariable';

/** Defaults in defaults in defaults; more is taken for an attack. */
const maximumDepth = 20;

const name = /[\p{L}\p{Nd}_]+/uy;

class Expansion {
  readonly #text: string;
  readonly #valueOf: (name: string) => string;
  #at = 0;
  #depth = 0;

  constructor(text: string, valueOf: (name: string) => string) {
    this.#text = text;
    this.#valueOf = valueOf;
  }

  all(): string {
    let result = '';
    while (this.#at < this.#text.length) {
      const dollar = this.#text.indexOf('$', this.#at);
      if (dollar < 0) return result + this.#text.slice(this.#at);
      result += this.#text.slice(this.#at, dollar);
      this.#at = dollar;
      if (this.#takes('${')) result += this.#expansion();
      else {
        // Of two, one is left.
        if (!this.#takes('$$')) this.#at += 1;
        result += '$';
      }
    }
    return result;
  }

  /** What follows `${`, to its brace. */
  #expansion(): string {
    this.#depth += 1;
    if (this.#depth > maximumDepth) throw bad('it nests too deep');
    const result = this.#takes('#')
      ? transformVariable(this.#valueOf(this.#name()), '#length', [])
      : this.#transformed();
    if (!this.#takes('}')) throw bad('a closing brace is missing');
    this.#depth -= 1;
    return result;
  }

  #transformed(): string {
    const value = this.#valueOf(this.#name());
    const operator = this.#operator();
    return transformVariable(value, operator, this.#arguments(operator));
  }

  #operator(): string {
    const operator = /:[-=?+]|=|:|[,^]{1,2}|\/[/#%]?|##?|%%?/y;
    operator.lastIndex = this.#at;
    const [found = ''] = operator.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  #arguments(operator: string): readonly string[] {
    switch (operator.charAt(0)) {
      case '':
      case ',':
      case '^':
        return [];
      case '/': {
        const pattern = this.#word('/');
        if (!this.#takes('/')) throw bad('a slash is missing');
        return this.#text[this.#at] === '}'
          ? [pattern]
          : [pattern, this.#word('}')];
      }
      case ':':
        if (operator !== ':') return [this.#words()];
        break;
      case '=':
        return [this.#words()];
      default:
        return [this.#part('}')];
    }
    const position = this.#part(':}');
    return this.#takes(':') ? [position, this.#part('}')] : [position];
  }

  /** Text and expansions, to the brace. */
  #words(): string {
    let words = '';
    while (this.#at < this.#text.length && this.#text[this.#at] !== '}') {
      words += this.#part('}');
    }
    return words;
  }

  /** One expansion, or text to one of some characters. */
  #part(ends: string): string {
    if (this.#takes('${')) return this.#expansion();
    const start = this.#at;
    while (
      this.#at < this.#text.length &&
      !ends.includes(this.#text[this.#at]) &&
      !this.#text.startsWith('${', this.#at)
    ) {
      this.#at += 1;
    }
    if (this.#at === start) throw bad('a word is missing');
    return this.#text.slice(start, this.#at);
  }

  /** Text in which a backslash keeps a slash from ending it. */
  #word(end: string): string {
    if (this.#takes('${')) return this.#expansion();
    let word = '';
    while (this.#at < this.#text.length && this.#text[this.#at] !== end) {
      if (/^\\[/\\]/.test(this.#text.slice(this.#at, this.#at + 2))) {
        this.#at += 1;
      }
      word += this.#text[this.#at];
      this.#at += 1;
    }
    return word;
  }

  #name(): string {
    name.lastIndex = this.#at;
    const [found] = name.exec(this.#text) ?? [];
    if (found === undefined) throw bad('a variable has no name');
    this.#at += found.length;
    return found;
  }

  #takes(text: string): boolean {
    if (!this.#text.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}

function bad(why: string): RenderFailure {
  return new RenderFailure(
    'render-failed',
    `a variable can't be substituted: ${why}`,
  );
}

/**
 * A text with `${NAME}` and the further forms of a shell's parameter expansion
 * that Flux knows (`${NAME:=default}`, `${NAME:1:2}`, `${NAME/a/b}`,
 * `${NAME##*.}`, `${NAME^^}`, `${#NAME}`); `$${` stands for `${`.
 *
 * Throws a {@link RenderFailure} where Flux would refuse the text.
 */
export function expandVariables(
  text: string,
  valueOf: (name: string) => string,
): string {
  return new Expansion(text, valueOf).all();
}
