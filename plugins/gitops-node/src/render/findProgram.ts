import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { unpackProgram } from './unpackProgram';

/** Where a program is looked for. @public */
export interface ProgramLocations {
  /** A program that configuration names. */
  readonly configured?: string;
  /** As in the variable PATH. */
  readonly searchPath?: string;
  /**
   * A zip file with `kubectl/kubectl` and `helm/helm`, used where nothing else
   * is found.
   */
  readonly archive?: string;
  /** Where the archive is unpacked to. */
  readonly cacheDirectory: string;
}

/**
 * The absolute path of a program: the configured one, else the first of the
 * names in PATH, else the archive's entry.
 */
export async function findProgram(
  names: readonly string[],
  entryName: string,
  locations: ProgramLocations,
): Promise<string | undefined> {
  const { configured, searchPath = '', archive, cacheDirectory } = locations;
  if (configured !== undefined) return path.resolve(configured);
  for (const name of names) {
    for (const directory of searchPath.split(path.delimiter)) {
      // A relative entry would run a program of whatever folder we are in.
      const command = path.join(directory, name);
      if (path.isAbsolute(directory) && (await isExecutable(command))) {
        return command;
      }
    }
  }
  return archive === undefined
    ? undefined
    : unpackProgram(archive, entryName, cacheDirectory);
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await fs.access(file, constants.X_OK);
    return (await fs.stat(file)).isFile();
  } catch {
    return false;
  }
}
