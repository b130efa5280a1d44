import fs from 'node:fs/promises';
import path from 'node:path';
import {
  DeclaredResource,
  readManifests,
} from '@backstage-gitops/plugin-gitops-node';
import { isError } from '@backstage/errors';
import { Surroundings } from '../Command';
import { UsageError } from '../UsageError';

/**
 * The objects of files of manifests, YAML or JSON, several documents and lists
 * included. Throws a UsageError for what can't be read: half of it compared
 * would be taken for all of it.
 */
export async function readObjectFiles(
  files: readonly string[],
  { directory }: Pick<Surroundings, 'directory'>,
): Promise<readonly DeclaredResource[]> {
  const read = files.map(async file => {
    const text = await readFile(path.resolve(directory, file), file);
    const { resources, diagnostics } = readManifests(text, file);
    const problem = diagnostics.find(
      ({ level, code }) => level !== 'info' && code !== 'duplicate-key',
    );
    if (problem !== undefined) {
      const { message, line } = problem;
      throw new UsageError(
        `${[file, line].filter(Boolean).join(':')}: ${message}`,
      );
    }
    return resources;
  });
  return (await Promise.all(read)).flat();
}

async function readFile(absolute: string, file: string): Promise<string> {
  try {
    return await fs.readFile(absolute, 'utf8');
  } catch (error) {
    const reason = isError(error) ? error.message : String(error);
    throw new UsageError(`${file} can't be read: ${reason}`);
  }
}
