/** What a sequence is made of, and what stands for any number of its items. */
interface Wildcards {
  readonly star: string;
  readonly isSame: (pattern: string, item: string) => boolean;
}

const letters: Wildcards = {
  star: '*',
  isSame: (pattern, letter) => pattern === '?' || pattern === letter,
};

const folders: Wildcards = {
  star: '**',
  isSame: (pattern, segment) => matches([...pattern], [...segment], letters),
};

/**
 * Whether a pattern of CODEOWNERS means a path: as in `.gitignore`, but without
 * negation, and `docs/*` means the files of `docs` alone. Takes no longer than
 * the product of both lengths, whatever a repository's pattern looks like.
 *
 * @see https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-syntax
 */
export function matchesOwnedPath(pattern: string, path: string): boolean {
  if (pattern.startsWith('!')) return false;
  const segments = pattern.split('/').filter(segment => segment !== '');
  if (segments.length === 0) return false;
  const isAnchored = /\/./.test(pattern);
  const isDirectory = pattern.endsWith('/');
  const last = segments.at(-1);
  const wanted = [
    ...(isAnchored ? [] : ['**']),
    ...segments,
    ...(isDirectory ? ['**', '*'] : []),
  ];
  const parts = path.split('/');
  if (matches(wanted, parts, folders)) return true;
  // A name may mean a directory; `*` at the end means files alone.
  const isSubtree = !isDirectory && last !== '*' && last !== '**';
  return isSubtree && matches([...wanted, '**', '*'], parts, folders);
}

/** On a mismatch the newest star takes one item more, and no older one. */
function matches(
  pattern: readonly string[],
  items: readonly string[],
  { star, isSame }: Wildcards,
): boolean {
  let [at, item, starAt, taken] = [0, 0, -1, 0];
  while (item < items.length) {
    if (pattern[at] === star) {
      starAt = at;
      taken = item;
      at += 1;
    } else if (at < pattern.length && isSame(pattern[at], items[item])) {
      at += 1;
      item += 1;
    } else if (starAt >= 0) {
      at = starAt + 1;
      taken += 1;
      item = taken;
    } else {
      return false;
    }
  }
  while (pattern[at] === star) at += 1;
  return at === pattern.length;
}
