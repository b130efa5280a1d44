import {
  ConfigRepository,
  ConfigRepositoryOptions,
  EnvironmentConfig,
  GitCredentialProvider,
} from '@backstage-gitops/plugin-gitops-node';
import { LifecycleService } from '@backstage/backend-plugin-api';
import { ConfiguredRepositories } from '../api/ConfiguredRepositories';
import { mirrorDirectory } from './mirrorDirectory';
import {
  RepositoryIndexer,
  RepositoryIndexerOptions,
} from './RepositoryIndexer';
import { RepositoryRegistry } from './RepositoryRegistry';

/** How repositories are read; tests put something else in Git's place. */
export type OpenRepository = (
  options: ConfigRepositoryOptions,
) => ConfigRepository;

/**
 * The repositories that are read, none yet. Each that is added gets a mirror
 * and an indexer of its own, and its pages are shown.
 */
export function openRepositories(
  options: Omit<
    RepositoryIndexerOptions,
    'config' | 'repository' | 'environments'
  > & {
    readonly openRepository: OpenRepository;
    readonly environments: readonly EnvironmentConfig[];
    readonly mirrors: string;
    readonly credentials: GitCredentialProvider;
    readonly shown: ConfiguredRepositories;
    readonly lifecycle: LifecycleService;
  },
): RepositoryRegistry {
  const { openRepository, environments, fileRules, mirrors } = options;
  return new RepositoryRegistry(config => {
    const repository = openRepository({
      repository: config,
      environments,
      fileRules,
      mirrorDirectory: mirrorDirectory(mirrors, config),
      credentials: options.credentials,
    });
    options.lifecycle.addShutdownHook(() => repository.close());
    options.shown.add(config);
    const indexer = new RepositoryIndexer({ ...options, config, repository });
    return { config, url: config.url, repository, indexer };
  });
}
