import { EnvironmentNames } from '../../discovery/EnvironmentNames';
import { DiscoveredTarget } from '../../discovery/model';

/**
 * The words by which a repository means one target's environment and cluster,
 * so that what is named after them can be told from what differs on purpose.
 */
export class PlaceNames {
  readonly #names: EnvironmentNames;
  readonly #environment: string;
  readonly #cluster: string | undefined;
  readonly #own: ReadonlySet<string>;

  /** @param other - Its counterpart: where their paths differ are names, too. */
  constructor(
    { environment, cluster, path, branch }: DiscoveredTarget,
    other: Pick<DiscoveredTarget, 'path' | 'branch'>,
    names: EnvironmentNames,
  ) {
    this.#names = names;
    this.#environment = environment;
    this.#cluster = cluster?.toLowerCase();
    const [own, others] = [path.split('/'), other.path.split('/')];
    const differing = own.filter(
      (segment, at) => own.length === others.length && segment !== others[at],
    );
    const words = [environment, ...differing];
    if (branch !== other.branch) words.push(branch);
    this.#own = new Set(
      words.map(word => word.toLowerCase()).filter(word => word.length > 1),
    );
  }

  /** The text with `{}` wherever it names the place. */
  neutral(text: string): string {
    return this.#without(text)
      .replace(/[A-Za-z0-9]+/g, word => (this.#isPlace(word) ? '{}' : word))
      .replace(/\{\}(?:[-_./]\{\})+/g, '{}');
  }

  names(text: string): boolean {
    return this.neutral(text) !== text;
  }

  /** Without what takes several words, the longest first. */
  #without(text: string): string {
    const names = [...this.#own, this.#cluster ?? '']
      .filter(name => /[^a-z0-9]/.test(name))
      .sort((a, b) => b.length - a.length);
    return names.reduce((rest, name) => replaceWord(rest, name), text);
  }

  #isPlace(word: string): boolean {
    const lower = word.toLowerCase();
    if (this.#own.has(lower) || lower === this.#cluster) return true;
    return (
      this.#names.isSame(lower, this.#environment) ||
      (this.#names.isRanked(lower) &&
        this.#names.rank(lower) === this.#names.rank(this.#environment))
    );
  }
}

/** Every place of a name that is no part of a longer word. */
function replaceWord(text: string, name: string): string {
  const lower = text.toLowerCase();
  let result = '';
  let at = 0;
  for (
    let found = lower.indexOf(name);
    found >= 0;
    found = lower.indexOf(name, found + name.length)
  ) {
    const end = found + name.length;
    const isWhole =
      !/[a-z0-9]/.test(lower.charAt(found - 1)) &&
      !/[a-z0-9]/.test(lower.charAt(end));
    if (!isWhole) continue;
    result += `${text.slice(at, found)}{}`;
    at = end;
  }
  return result + text.slice(at);
}
