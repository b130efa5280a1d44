import { Repository } from '../Repository';

/** A line of CODEOWNERS: which files, and whose they are (without the `@`). */
export interface OwnerRule {
  readonly pattern: RegExp;
  readonly owners: readonly string[];
}

const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

/** The rules that hold on a commit. */
export async function readCodeOwners(
  reader: Repository,
  commit: string,
): Promise<OwnerRule[]> {
  for (const place of places) {
    const content = await reader.content(commit, place);
    if (content?.type === 'file') return parseCodeOwners(content.text);
  }
  return [];
}

export function parseCodeOwners(text: string): OwnerRule[] {
  return text.split('\n').flatMap(line => {
    const [pattern, ...owners] = line
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    return pattern
      ? [
          {
            pattern: patternOf(pattern),
            owners: owners
              .filter(owner => owner.startsWith('@'))
              .map(owner => owner.slice(1)),
          },
        ]
      : [];
  });
}

/** Who owns each of the files: of the rules that match, the last. */
export function ownersOf(
  rules: readonly OwnerRule[],
  paths: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    paths.map(path => [
      path,
      rules.filter(({ pattern }) => pattern.test(path)).pop()?.owners ?? [],
    ]),
  );
}

/** As `.gitignore` reads a pattern: of a folder, everything below it. */
function patternOf(text: string): RegExp {
  const isAnchored = /\/(?!$)/.test(text);
  const source = text
    .replace(/^\//, '')
    .split(/(\*\*\/|\/\*\*$|\*|\?)/)
    .map(part => {
      switch (part) {
        case '**/':
          return '(?:.*/)?';
        case '/**':
          return '/.*';
        case '*':
          return '[^/]*';
        case '?':
          return '[^/]';
        default:
          return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      }
    })
    .join('');
  const below = source.endsWith('/') ? '.*' : '(?:/.*)?';
  return new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${source}${below}$`);
}
