/**
 * A rule's path as an expression over whole paths: `{environment}`,
 * `{service}` and `{cluster}` are named groups, each part of one segment; `*`
 * stands for the rest of one.
 */
export function rulePattern(path: string): RegExp {
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
  return new RegExp(`^${parts.join('')}$`);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
