const shown = 5;

/** The names most like the one that was asked for, at most five. */
export function nearest(
  asked: string,
  names: readonly string[],
): readonly string[] {
  const word = asked.toLocaleLowerCase('en');
  return [...new Set(names)]
    .map(name => ({
      name,
      score: likeness(word, name.toLocaleLowerCase('en')),
    }))
    .sort((a, b) => b.score - a.score || a.name.localeCompare(b.name))
    .slice(0, shown)
    .map(({ name }) => name);
}

/** The share of letter pairs that two words have in common. */
function likeness(a: string, b: string): number {
  const pairsOfA = pairs(a);
  const pairsOfB = pairs(b);
  const common = [...pairsOfA].filter(pair => pairsOfB.has(pair)).length;
  return common / (pairsOfA.size + pairsOfB.size - common || 1);
}

function pairs(word: string): Set<string> {
  return new Set(Array.from(word, (_, at) => word.slice(at, at + 2)));
}
