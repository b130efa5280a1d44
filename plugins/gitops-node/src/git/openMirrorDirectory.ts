import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { classifyGitFailure } from './classifyGitFailure';
import { GitSource } from './GitSource';
import { gitTimeLimits, runGit } from './runGit';

interface MirrorDirectory {
  readonly source: GitSource;
  readonly git: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/**
 * Makes the bare repository of a mirror, or makes it anew where it belongs to
 * another source, borrows from objects that moved, or is broken. Returns
 * whether it was made.
 */
export async function openMirrorDirectory(
  mirror: MirrorDirectory,
): Promise<boolean> {
  const borrowed = await borrowedObjects(mirror);
  const identity = identityOf(mirror.source, borrowed);
  const identityFile = path.join(mirror.git, 'gitops-source');
  const known = await fs.readFile(identityFile, 'utf8').catch(() => undefined);
  if (known === identity) {
    await copyShallow(mirror.git, borrowed);
    if (await isWhole(mirror)) return false;
  }
  await fs.rm(mirror.git, { recursive: true, force: true });
  await git(mirror, ['init', '--quiet', '--bare', '--template=', mirror.git]);
  if (borrowed !== undefined) {
    const info = path.join(mirror.git, 'objects', 'info');
    await fs.mkdir(info, { recursive: true });
    await fs.writeFile(path.join(info, 'alternates'), `${borrowed.objects}\n`);
  }
  await copyShallow(mirror.git, borrowed);
  await fs.writeFile(identityFile, identity);
  return true;
}

/** Where a shallow source was cut, the mirror's history ends too. */
async function copyShallow(
  directory: string,
  borrowed: BorrowedObjects | undefined,
): Promise<void> {
  if (borrowed === undefined) return;
  const file = path.join(directory, 'shallow');
  if (borrowed.shallow) await fs.copyFile(borrowed.shallowFile, file);
  else await fs.rm(file, { force: true });
}

interface BorrowedObjects {
  readonly objects: string;
  readonly shallowFile: string;
  readonly shallow: boolean;
}

async function borrowedObjects(
  mirror: MirrorDirectory,
): Promise<BorrowedObjects | undefined> {
  const { source } = mirror;
  if (source.type !== 'local') return undefined;
  if (!existsSync(source.path)) {
    throw classifyGitFailure(
      `Reading ${source.path}`,
      'fatal: No such file or directory',
    );
  }
  const output = await git(mirror, [
    ...['-C', source.path, 'rev-parse', '--path-format=absolute'],
    ...['--git-path', 'objects', '--git-path', 'shallow'],
    '--is-shallow-repository',
  ]);
  const lines = output.toString('utf8').trimEnd().split('\n');
  const [objects, shallowFile, shallow] = lines;
  // A path with a newline can't be written as an alternate: then it's copied.
  if (lines.length !== 3) return undefined;
  return { objects, shallowFile, shallow: shallow === 'true' };
}

function identityOf(
  source: GitSource,
  borrowed: BorrowedObjects | undefined,
): string {
  const parts = [source.type === 'local' ? source.path : source.url];
  if (borrowed !== undefined) parts.push(borrowed.objects);
  // A URL may hold credentials, which have no place in a file.
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** Whether every branch's commit and tree can be read. */
async function isWhole(mirror: MirrorDirectory): Promise<boolean> {
  try {
    const there = await git(mirror, [
      ...['--git-dir', mirror.git, 'for-each-ref'],
      ...['--format=%(objectname)', 'refs/heads/'],
    ]);
    const ids = there.toString('latin1').split('\n').filter(Boolean);
    for (const id of ids) {
      await git(mirror, ['--git-dir', mirror.git, 'ls-tree', id]);
    }
    return true;
  } catch {
    mirror.signal?.throwIfAborted();
    return false;
  }
}

async function git(
  mirror: MirrorDirectory,
  args: readonly string[],
): Promise<Buffer> {
  const { source } = mirror;
  return await runGit({
    doing: source.type === 'local' ? `Reading ${source.path}` : 'The mirror',
    arguments: args,
    environment: mirror.environment,
    timeLimit: gitTimeLimits.read,
    signal: mirror.signal,
  });
}
