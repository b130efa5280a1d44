import { matchesOwnedPath } from './matchesOwnedPath';

/** A line that names the owners of some paths; none where it lists nobody. */
interface OwnerRule {
  readonly pattern: string;
  readonly owners: readonly string[];
}

/** Rules among which the last that matches wins. Only GitLab has several. */
interface OwnerSection {
  readonly defaults: readonly string[];
  readonly rules: OwnerRule[];
}

/** GitLab's head of a section: `[Name]`, `^[Name][2] @owner`. */
const sectionHead = /^\^?\[[^\]]+\](?:\[\d+\])?(?<owners>(?:\s+\S+)*)$/;

/** Longer files are no list that people keep; GitHub reads 3 MB at most. */
const maximumLines = 50_000;

/**
 * Who owns which paths, by the rules of GitHub, with the sections of GitLab.
 * Owners are users and teams as the forge names them, without the `@`.
 */
export class CodeOwners {
  readonly #sections: readonly OwnerSection[];

  private constructor(sections: readonly OwnerSection[]) {
    this.#sections = sections;
  }

  static parse(text: string): CodeOwners {
    let section: OwnerSection = { defaults: [], rules: [] };
    const sections = [section];
    for (const raw of text.split(/\r?\n/, maximumLines)) {
      const line = raw.replace(/(?:^|\s)#.*$/, '').trim();
      if (line === '') continue;
      const head = sectionHead.exec(line);
      if (head !== null) {
        section = { defaults: ownersIn(head.groups?.owners), rules: [] };
        sections.push(section);
        continue;
      }
      // A space within a path is written `\ `.
      const [pattern] = /^(?:\\.|[^\s\\])+/.exec(line) ?? [];
      if (pattern === undefined) continue;
      section.rules.push({
        pattern: pattern.replace(/\\(.)/g, '$1'),
        owners: ownersIn(line.slice(pattern.length)),
      });
    }
    return new CodeOwners(sections);
  }

  ownersOf(path: string): readonly string[] {
    const owners = this.#sections.flatMap(({ defaults, rules }) => {
      const rule = rules.findLast(({ pattern }) =>
        matchesOwnedPath(pattern, path),
      );
      if (rule === undefined) return [];
      return rule.owners.length > 0 ? rule.owners : defaults;
    });
    return [...new Set(owners)];
  }
}

/** Addresses and GitLab's roles (`@@developer`) name no one to ask. */
function ownersIn(text: string = ''): string[] {
  return text
    .split(/\s+/)
    .flatMap(word => /^@([\w.-]+(?:\/[\w.-]+)*)$/.exec(word)?.[1] ?? []);
}
