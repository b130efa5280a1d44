import {
  ConfigRepository,
  EnvironmentConfig,
  GitConfigRepository,
  RepositoryConfig,
} from '@backstage-gitops/plugin-gitops-node';
import { Arguments, Surroundings } from '../Command';
import { UsageError } from '../UsageError';
import { locateRepository } from './locateRepository';
import { originUrl } from './originUrl';
import { makeMirrorDirectory } from './mirrorDirectory';
import { readConfigFile } from './readConfigFile';

/** What a command reads, and how it is configured. */
export interface OpenRepository {
  readonly config: RepositoryConfig;
  readonly environments: readonly EnvironmentConfig[];
  readonly repository: ConfigRepository;
  /** The commit-ish that `--ref` names. */
  readonly ref?: string;
}

/** The repository that the arguments name, as the configuration describes it. */
export async function configureRepository(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Omit<OpenRepository, 'repository'>> {
  const url = await locateRepository(args.repository, surroundings.directory);
  const origin = await originUrl(url, surroundings.signal);
  const { repository, environments } = await readConfigFile(
    args.get('config'),
    { url, origin },
    surroundings,
  );
  const upstream = repository.upstream ?? origin;
  const config = { ...repository, ...(upstream && { upstream }) };
  const ref = args.get('ref');
  if (ref !== undefined && config.branches !== undefined) {
    throw new UsageError(
      '--ref names one commit, but the configuration has a branch for each environment',
    );
  }
  return { config, environments, ref };
}

/**
 * Brings the private mirror up to date and hands the repository to `use`;
 * closes it whatever happens.
 */
export async function withRepository<T>(
  args: Arguments,
  surroundings: Surroundings,
  use: (open: OpenRepository) => Promise<T>,
): Promise<T> {
  const configured = await configureRepository(args, surroundings);
  const mirrorDirectory = await makeMirrorDirectory(
    configured.config.url,
    surroundings.environment,
  );
  const repository = new GitConfigRepository({
    repository: configured.config,
    environments: configured.environments,
    mirrorDirectory,
  });
  try {
    await repository.refresh({ signal: surroundings.signal });
    return await use({ ...configured, repository });
  } finally {
    await repository.close();
  }
}
