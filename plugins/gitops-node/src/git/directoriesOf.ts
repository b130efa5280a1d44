/** Every directory that some paths lie in, with its children's names, sorted. */
export function directoriesOf(
  paths: Iterable<string>,
): ReadonlyMap<string, readonly string[]> {
  const directories = new Map<string, Set<string>>([['', new Set()]]);
  for (const path of paths) {
    let child = path;
    for (;;) {
      const slash = child.lastIndexOf('/');
      const parent = slash < 0 ? '' : child.slice(0, slash);
      const siblings = directories.get(parent);
      const known = siblings !== undefined;
      const names = siblings ?? new Set<string>();
      names.add(child.slice(slash + 1));
      if (!known) directories.set(parent, names);
      if (known || parent === '') break;
      child = parent;
    }
  }
  return new Map(
    [...directories].map(([path, names]) => [path, [...names].sort()]),
  );
}
