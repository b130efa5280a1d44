/**
 * Joins and normalises a path within the repository; undefined where it leaves
 * the tree or is absolute. `''` is the root.
 */
export function resolvePath(
  directory: string,
  relative: string,
): string | undefined {
  if (relative.startsWith('/') || relative.includes('\\')) return undefined;
  const segments = directory === '' ? [] : directory.split('/');
  for (const segment of relative.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') {
      segments.push(segment);
    } else if (segments.pop() === undefined) {
      return undefined;
    }
  }
  return segments.join('/');
}

/** The directory a path lies in; `''` is the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function joinPath(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}

/** Whether a path lies at or below a directory. */
export function isWithin(path: string, directory: string): boolean {
  return (
    directory === '' || path === directory || path.startsWith(`${directory}/`)
  );
}
