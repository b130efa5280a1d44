/** The names that a rule's path may hold. */
export interface RuleMatch {
  readonly environment?: string;
  readonly service?: string;
  readonly cluster?: string;
}

const names = ['environment', 'service', 'cluster'] as const;

/**
 * A rule's path as a pattern: `{environment}`, `{service}` and `{cluster}`
 * each stand for part of one segment, `*` for the rest of one.
 */
export class RulePattern {
  readonly #expression: RegExp;

  constructor(path: string) {
    const seen = new Set<string>();
    const parts = path
      .replace(/^\.?\//, '')
      .split(/(\{(?:environment|service|cluster)\}|\*)/)
      .map(part => {
        if (part === '*') return '[^/]*?';
        const name = /^\{(\w+)\}$/.exec(part)?.[1];
        if (name === undefined) return escape(part);
        if (seen.has(name)) return `\\k<${name}>`;
        seen.add(name);
        return `(?<${name}>[^/]+?)`;
      });
    this.#expression = new RegExp(`^${parts.join('')}$`);
  }

  match(path: string): RuleMatch | undefined {
    const groups = this.#expression.exec(path)?.groups;
    if (groups === undefined) {
      return this.#expression.test(path) ? {} : undefined;
    }
    const match: { -readonly [K in keyof RuleMatch]: RuleMatch[K] } = {};
    for (const name of names) {
      if (groups[name] !== undefined) match[name] = groups[name];
    }
    return match;
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
