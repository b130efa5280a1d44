import { EnvironmentConfig } from './model';

/** Names that stages commonly have, in promotion order. */
const commonOrder: readonly (readonly string[])[] = [
  ['sandbox', 'sbox', 'local', 'lab', 'playground', 'ephemeral', 'preview'],
  ['dev', 'develop', 'development'],
  ['integration', 'int', 'ci'],
  ['test', 'testing', 'tst', 'qa', 'sit', 'ithc'],
  ['uat', 'demo', 'acceptance', 'acc'],
  [
    'stage',
    'staging',
    'stg',
    'stag',
    'preprod',
    'pre-prod',
    'preproduction',
    'nonprod',
    'non-prod',
  ],
  ['canary'],
  ['prod', 'production', 'prd', 'live'],
  ['dr'],
];

const commonRank = new Map(
  commonOrder.flatMap((names, rank) =>
    names.map(name => [name, rank] as const),
  ),
);

/** Knows the environments by their names and aliases. */
export class EnvironmentNames {
  readonly #names = new Map<string, string>();

  constructor(environments: readonly EnvironmentConfig[]) {
    for (const { name, aliases } of environments) {
      for (const word of [name, ...aliases]) {
        this.#names.set(word.toLowerCase(), name);
      }
    }
  }

  /**
   * The environment a whole word names: a configured one by name or alias,
   * else a common name as the repository writes it.
   */
  fromWord(word: string): string | undefined {
    const lower = word.toLowerCase();
    return this.#names.get(lower) ?? (commonRank.has(lower) ? word : undefined);
  }

  /** The environment that a name carries as an affix: `shop-production`. */
  fromAffix(name: string): string | undefined {
    const words = name.split(/[-_.]/);
    for (const word of [words[words.length - 1], words[0]]) {
      if (words.length < 2 || word === undefined) continue;
      const environment = this.fromWord(word);
      if (environment !== undefined) return environment;
    }
    return undefined;
  }

  /** The environment a name is, or carries as an affix. */
  fromName(name: string): string | undefined {
    return this.fromWord(name) ?? this.fromAffix(name);
  }

  /** Whether two words name the same environment. */
  isSame(word: string, environment: string): boolean {
    return word === environment || this.fromWord(word) === environment;
  }

  /** The first segment of a path that names one, the most specific first. */
  fromPath(path: string): string | undefined {
    const segments = path.split('/').filter(segment => segment !== '');
    for (const segment of segments.reverse()) {
      const environment = this.fromWord(segment);
      if (environment !== undefined) return environment;
    }
    for (const segment of segments) {
      const environment = this.fromAffix(segment);
      if (environment !== undefined) return environment;
    }
    return undefined;
  }

  isRanked(name: string): boolean {
    return commonRank.has(name.toLowerCase());
  }

  /** The place of a name in promotion order where nothing is configured. */
  rank(name: string): number {
    return commonRank.get(name.toLowerCase()) ?? commonOrder.length;
  }
}
