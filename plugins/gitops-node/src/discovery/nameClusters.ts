/**
 * What tells apart the folders from which the clusters of one branch start:
 * `main` and `edge` of `kubernetes/main/flux` and `kubernetes/edge/flux`. None
 * where there is only one cluster, or a folder has no such name.
 */
export function nameClusters(
  starts: readonly string[],
): ReadonlyMap<string, string> {
  const paths = [...new Set(starts)].map(start => start.split('/'));
  const [first = []] = paths;
  // From the end, the first segment in which not all are alike.
  const index = first.findIndex((_segment, position) =>
    paths.some(path => path.at(-1 - position) !== first.at(-1 - position)),
  );
  const names = paths.map(path => path.at(-1 - Math.max(index, 0)) ?? '');
  const isTold = !names.includes('') && new Set(names).size === names.length;
  return isTold && names.length > 1
    ? new Map(paths.map((path, at) => [path.join('/'), names[at]]))
    : new Map();
}
