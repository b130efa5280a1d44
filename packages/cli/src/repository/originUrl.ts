import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * The URL that a local clone was made from, without credentials: what its
 * manifests call the repository. The clone's configuration is read as data;
 * nothing in it takes effect.
 */
export async function originUrl(
  directory: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const file of ['.git/config', 'config']) {
    const config = path.join(directory, file);
    if (!(await isFile(config))) continue;
    try {
      const { stdout } = await run(
        'git',
        ['config', '--file', config, '--no-includes', 'remote.origin.url'],
        { cwd: '/', signal, timeout: 10_000 },
      );
      return (
        stdout.trim().replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1') || undefined
      );
    } catch {
      signal.throwIfAborted();
      // No origin, or no Git configuration: manifests are then asked.
      return undefined;
    }
  }
  return undefined;
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await fs.lstat(file)).isFile();
  } catch {
    return false;
  }
}
