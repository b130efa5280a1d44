import { NotFoundError } from '@backstage/errors';
import path from 'node:path';
import { EnvironmentConfig } from '../discovery/model';
import { GitCredentialProvider } from '../git/GitCredentialProvider';
import { parseGitSource } from '../git/GitSource';
import { Mirror } from '../git/Mirror';
import { RepositoryConfig } from './ConfigRepository';
import { GitConfigRepository } from './GitConfigRepository';
import { ThrowawaySource } from './ThrowawaySource';

/** @public */
export interface BenchOptions {
  readonly repository: RepositoryConfig;
  readonly environments: readonly EnvironmentConfig[];
  /** An empty folder for everything that is made; the caller removes it. */
  readonly directory: string;
  readonly ref?: string;
  readonly credentials?: GitCredentialProvider;
  readonly signal?: AbortSignal;
}

/** How fast history is read. Times are in milliseconds. @public */
export interface BenchFigures {
  readonly commits: number;
  readonly targets: number;
  /** From a fresh mirror to changes that can be asked for, discovery included. */
  readonly indexMs: number;
  /** `git log -p -U0 --no-renames` over the same commits and files. */
  readonly gitLogMs: number;
  readonly ratio: number;
  /** One new commit, from fetch to the changed target's history. */
  readonly incrementalMs: number;
  readonly peakRssMb: number;
}

/**
 * Measures reading a repository's whole history, beside what git itself takes
 * to print it. A git that fails fails the measurement.
 *
 * @public
 */
export async function benchRepository(
  options: BenchOptions,
): Promise<BenchFigures> {
  const { signal } = options;
  const original = await Mirror.open({
    source: parseGitSource(options.repository.url),
    directory: path.join(options.directory, 'original'),
    ...branchesOf(options.repository),
    ...(options.credentials && { credentials: options.credentials }),
  });
  const { revisions } = await original.refresh({ signal });
  const [branch] = Object.keys(revisions);
  const tip = options.ref
    ? await original.resolve(options.ref, { signal })
    : revisions[branch];
  const source = await ThrowawaySource.make(original, branch, tip, options);
  const repository = new GitConfigRepository({
    repository: { ...options.repository, url: source.path, branch },
    environments: options.environments,
    mirrorDirectory: path.join(options.directory, 'mirror'),
  });
  try {
    await repository.refresh({ signal });
    const [indexMs, targets] = await timed(() => readAll(repository, signal));
    const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
    const incrementalMs = await measureIncrement(repository, source, signal);
    const [gitLogMs] = await timed(() =>
      original.stream(
        [
          ...['log', '-p', '-U0', '--no-renames', tip, '--'],
          ...pathspec(options.repository),
        ],
        () => undefined,
        { signal },
      ),
    );
    return {
      commits: await countCommits(original, tip, signal),
      targets,
      indexMs,
      gitLogMs,
      ratio: Math.round((indexMs / gitLogMs) * 100) / 100,
      incrementalMs,
      peakRssMb,
    };
  } finally {
    await repository.close();
  }
}

function branchesOf({ branch, branches }: RepositoryConfig) {
  if (branches) return { branches: [...new Set(Object.values(branches))] };
  return branch ? { branches: [branch] } : {};
}

/** The files that the index reads versions from. */
function pathspec({ rules }: RepositoryConfig): string[] {
  const ruled = rules.map(rule => rule.path.replace(/\{\w+\}/g, '*'));
  return ['*.yaml', '*.yml', ...ruled];
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const started = performance.now();
  const result = await work();
  return [Math.round(performance.now() - started), result];
}

/** Every target's changes; how many targets there are. */
async function readAll(
  repository: GitConfigRepository,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { targets } = await repository.discover({ signal });
  await repository.history(
    targets.map(({ id }) => id),
    { kind: 'versions', limit: 1, signal },
  );
  return targets.length;
}

/**
 * Two commits land one after the other: the first also lets a mirror put
 * itself in order, which happens once; the second is what is measured.
 */
async function measureIncrement(
  repository: GitConfigRepository,
  source: ThrowawaySource,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { targets } = await repository.discover({ signal });
  const movable = targets.flatMap(target =>
    target.artifacts
      .filter(({ origin, version }) => origin === 'exact' && version !== '')
      .map(artifact => ({ target, artifact })),
  );
  const [chosen] = movable;
  if (chosen === undefined) {
    throw new NotFoundError('No target whose version could be moved');
  }
  const { target, artifact } = chosen;
  const land = async (move: readonly [string, string]) => {
    await source.replace(artifact.file, artifact.line, move);
    const [taken, page] = await timed(async () => {
      await repository.refresh({ signal });
      return await repository.history([target.id], {
        kind: 'all',
        limit: 1,
        signal,
      });
    });
    if (page.changes.at(0)?.landedBy !== source.tip) {
      throw new Error('The new commit was not indexed');
    }
    return taken;
  };
  await land([artifact.version, '0.0.1']);
  return await land(['0.0.1', '0.0.2']);
}

async function countCommits(
  mirror: Mirror,
  tip: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const chunks: Buffer[] = [];
  await mirror.stream(
    ['rev-list', '--count', tip],
    chunk => chunks.push(chunk),
    { signal },
  );
  return Number(Buffer.concat(chunks).toString('latin1'));
}
