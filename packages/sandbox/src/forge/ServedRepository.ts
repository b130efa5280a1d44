import fs from 'node:fs/promises';
import path from 'node:path';

/**
 * A repository under the name that its addresses have: `owner/name`.
 *
 * @public
 */
export interface ServedRepository {
  readonly owner: string;
  readonly name: string;
  readonly gitDirectory: string;
}

/** Every `owner/name.git` below a directory. @public */
export async function findRepositories(
  directory: string,
): Promise<ServedRepository[]> {
  const found: ServedRepository[] = [];
  for (const owner of await fs.readdir(directory)) {
    for (const folder of await fs.readdir(path.join(directory, owner))) {
      if (!folder.endsWith('.git')) continue;
      const gitDirectory = path.join(directory, owner, folder);
      found.push({
        owner,
        name: folder.slice(0, -'.git'.length),
        gitDirectory,
      });
    }
  }
  return found;
}
