import { RepositoryConfig } from '@backstage-gitops/plugin-gitops-node';
import { Config } from '@backstage/config';
import { NotAllowedError } from '@backstage/errors';
import { lstat, mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { digestOf } from '../database/digest';

/**
 * Makes the folder that holds the mirrors. In a shared temporary folder anyone
 * may have made one of that name before, and Git would run what its
 * configuration says: it has to be a folder, and this process's own.
 */
export async function prepareMirrorRoot(config: Config): Promise<string> {
  const parent =
    config.getOptionalString('backend.workingDirectory') ?? os.tmpdir();
  const root = path.join(path.resolve(parent), 'gitops-mirrors');
  await mkdir(root, { recursive: true, mode: 0o700 });
  const found = await lstat(root);
  const isOwn = process.getuid === undefined || found.uid === process.getuid();
  if (!found.isDirectory() || !isOwn) {
    throw new NotAllowedError(
      `The folder for Git mirrors '${root}' belongs to someone else; set backend.workingDirectory to a folder of this process's own`,
    );
  }
  return root;
}

/** One folder for each repository; another URL makes another mirror. */
export function mirrorDirectory(
  root: string,
  { id, url }: RepositoryConfig,
): string {
  return path.join(root, `${id}-${digestOf(url).slice(0, 10)}`);
}
