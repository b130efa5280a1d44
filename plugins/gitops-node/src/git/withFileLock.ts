import { ConflictError, isError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A holder renews its lock this often… */
const renewalInterval = 5_000;
/** …and one that wasn't renewed for this long is taken for dead. */
const staleAfter = 60_000;
const pollInterval = 50;

/** How systems tell that a folder is there and holds something; Windows last. */
const occupied: readonly unknown[] = ['ENOTEMPTY', 'EEXIST', 'EPERM'];

/**
 * Runs work while no other process does the same. Who works is the one file in
 * the folder `lock`: a folder takes another's place only where that is empty,
 * so that one alone gets in; and each file has a name of its own, so that
 * whoever takes over from a process that died removes no other's, however much
 * later.
 */
export async function withFileLock<T>(
  lock: string,
  options: { timeLimit: number; signal?: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  const holder = `${process.pid}@${hostname()}@${randomUUID()}`;
  const deadline = Date.now() + options.timeLimit;
  while (!(await isFree(lock)) || !(await take(lock, holder))) {
    options.signal?.throwIfAborted();
    if (Date.now() > deadline) {
      throw new ConflictError('The mirror is in use by another process');
    }
    await delay(pollInterval, undefined, { signal: options.signal });
  }
  const renewal = setInterval(() => {
    const now = new Date();
    // A renewal that fails is noticed by those who wait: the lock turns stale.
    fs.utimes(path.join(lock, holder), now, now).catch(() => undefined);
  }, renewalInterval);
  renewal.unref();
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await remove(lock, holder);
  }
}

/** Puts a folder with its holder where no other one has got in before. */
async function take(lock: string, holder: string): Promise<boolean> {
  const own = await fs.mkdtemp(`${lock}.`);
  try {
    await fs.writeFile(path.join(own, holder), '');
    await fs.rename(own, lock);
    return true;
  } catch (error) {
    await fs.rm(own, { recursive: true, force: true });
    if (isError(error) && occupied.includes(error.code)) return false;
    throw error;
  }
}

/** Whether nobody holds it any more; who died is removed. */
async function isFree(lock: string): Promise<boolean> {
  const holder = await readHolder(lock);
  if (holder === undefined) return true;
  const renewed = await fs.stat(path.join(lock, holder)).catch(() => undefined);
  const isRecent =
    renewed !== undefined && Date.now() - renewed.mtimeMs <= staleAfter;
  if (isRecent && !isDead(holder)) return false;
  await remove(lock, holder);
  return true;
}

async function readHolder(lock: string): Promise<string | undefined> {
  try {
    const [holder] = await fs.readdir(lock);
    return holder;
  } catch (error) {
    if (isError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function remove(lock: string, holder: string): Promise<void> {
  await fs.rm(path.join(lock, holder), { force: true });
  // Another one may have got in already, or have removed it.
  await fs.rmdir(lock).catch(() => undefined);
}

function isDead(holder: string): boolean {
  const [, pid, host] = /^(\d+)@(.+)@[^@]+$/.exec(holder) ?? [];
  if (pid === undefined || host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return isError(error) && error.code === 'ESRCH';
  }
}
