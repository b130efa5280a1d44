import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { repositoryName } from '@backstage-gitops/plugin-gitops-node';
import { isError } from '@backstage/errors';

/** Where this person's caches lie; `XDG_CACHE_HOME` moves it. */
export function cacheDirectory(
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const base = environment.XDG_CACHE_HOME;
  return path.join(
    base && path.isAbsolute(base) ? base : path.join(os.homedir(), '.cache'),
    'gitops',
  );
}

/** Makes the folder of a repository's private mirror: one for each URL. */
export async function makeMirrorDirectory(
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const key = createHash('sha256').update(url).digest('hex').slice(0, 16);
  const name = repositoryName(url).replace(/[^A-Za-z0-9._-]+/g, '-');
  const directory = path.join(
    cacheDirectory(environment),
    'mirrors',
    `${name}-${key}`,
  );
  try {
    // A mirror may hold what the person alone may read.
    await fs.mkdir(directory, { recursive: true, mode: 0o700 });
    await fs.access(directory, fs.constants.W_OK);
  } catch (error) {
    const reason = isError(error) ? error.code ?? error.message : error;
    throw new Error(
      `the cache ${directory} can't be written (${reason}); XDG_CACHE_HOME names another place`,
    );
  }
  return directory;
}
