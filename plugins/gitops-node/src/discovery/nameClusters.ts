/**
 * What tells apart the folders from which the clusters of one branch start:
 * `main` and `edge` of `kubernetes/main/flux` and `kubernetes/edge/flux`. None
 * where there is only one cluster, or a folder has no such name.
 */
export function nameClusters(
  starts: readonly string[],
): ReadonlyMap<string, string> {
  const paths = [...new Set(starts)].map(start => start.split('/'));
  const shared = sharedEnd(paths);
  const names = paths.map(path => path.at(-1 - shared) ?? '');
  const isTold = !names.includes('') && new Set(names).size === names.length;
  return isTold && names.length > 1
    ? new Map(paths.map((path, index) => [path.join('/'), names[index]]))
    : new Map();
}

/** How many segments all paths end with alike. */
function sharedEnd(paths: readonly string[][]): number {
  const [first] = paths;
  let length = 0;
  while (
    length < (first?.length ?? 0) &&
    paths.every(path => path.at(-1 - length) === first.at(-1 - length))
  ) {
    length += 1;
  }
  return length;
}
