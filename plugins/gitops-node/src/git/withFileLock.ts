import { ConflictError, isError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** A holder renews its lock this often… */
const renewalInterval = 5_000;
/** …and one that wasn't renewed for this long is taken for dead. */
const staleAfter = 60_000;
const pollInterval = 50;

/**
 * Runs work while no other process does the same, through a file that only one
 * can create. A lock whose process died is taken over.
 */
export async function withFileLock<T>(
  file: string,
  options: { timeLimit: number; signal?: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  const owner = `${process.pid}@${hostname()} ${randomUUID()}`;
  const deadline = Date.now() + options.timeLimit;
  while (!(await take(file, owner))) {
    options.signal?.throwIfAborted();
    await removeIfStale(file);
    if (Date.now() > deadline) {
      throw new ConflictError('The mirror is in use by another process');
    }
    await delay(pollInterval, undefined, { signal: options.signal });
  }
  const renewal = setInterval(() => {
    const now = new Date();
    // A renewal that fails is noticed by those who wait: the lock turns stale.
    fs.utimes(file, now, now).catch(() => undefined);
  }, renewalInterval);
  renewal.unref();
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    if ((await readOwner(file)) === owner) await fs.rm(file, { force: true });
  }
}

async function take(file: string, owner: string): Promise<boolean> {
  try {
    await fs.writeFile(file, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if (isError(error) && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function readOwner(file: string): Promise<string | undefined> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

async function removeIfStale(file: string): Promise<void> {
  const owner = await readOwner(file);
  const written = await fs.stat(file).catch(() => undefined);
  if (owner === undefined || written === undefined) return;
  const old = Date.now() - written.mtimeMs > staleAfter;
  if (!old && !isDead(owner)) return;
  // Renaming first: of several who find it stale only one removes it.
  const aside = `${file}.${randomUUID()}`;
  try {
    await fs.rename(file, aside);
  } catch {
    return;
  }
  await fs.rm(aside, { force: true });
}

function isDead(owner: string): boolean {
  const [, pid, host] = /^(\d+)@(\S+) /.exec(owner) ?? [];
  if (pid === undefined || host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return isError(error) && error.code === 'ESRCH';
  }
}
