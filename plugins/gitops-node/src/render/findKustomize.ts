import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { KustomizeProgram } from './KustomizeProgram';
import { unpackKubectl } from './unpackKubectl';

/** @public */
export interface KustomizeLocations {
  /** A program that configuration names: kustomize or kubectl. */
  readonly configured?: string;
  /** As in the variable PATH. */
  readonly searchPath?: string;
  /** A zip file with `kubectl/kubectl`, used where nothing else is found. */
  readonly archive?: string;
  /** Where the archive is unpacked to. */
  readonly cacheDirectory: string;
}

/**
 * The program to build kustomizations with; `undefined` where there is none.
 *
 * @public
 */
export async function findKustomize(
  locations: KustomizeLocations,
): Promise<KustomizeProgram | undefined> {
  const { configured, searchPath = '', archive, cacheDirectory } = locations;
  if (configured !== undefined) return programAt(path.resolve(configured));
  for (const name of ['kustomize', 'kubectl']) {
    for (const directory of searchPath.split(path.delimiter)) {
      // A relative entry would run a program of whatever folder we are in.
      const command = path.join(directory, name);
      if (path.isAbsolute(directory) && (await isExecutable(command))) {
        return programAt(command);
      }
    }
  }
  return archive === undefined
    ? undefined
    : programAt(await unpackKubectl(archive, cacheDirectory));
}

function programAt(command: string): KustomizeProgram {
  const isKubectl = path.basename(command).startsWith('kubectl');
  return { command, args: [isKubectl ? 'kustomize' : 'build'] };
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await fs.access(file, constants.X_OK);
    return (await fs.stat(file)).isFile();
  } catch {
    return false;
  }
}
