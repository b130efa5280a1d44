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
  /** Whether the forge may change it; a person's own is only read. */
  readonly writable?: boolean;
}

/** Every `owner/name.git` below a directory; they are the forge's own. @public */
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
        writable: true,
      });
    }
  }
  return found;
}

/** Whether a name may be a repository's: it becomes a folder. */
export function isRepositoryName(name: string): boolean {
  return /^(?!\.{1,2}$)[\w.-]{1,100}$/.test(name) && !/\.git$/i.test(name);
}
