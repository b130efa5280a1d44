import { TemporaryFolder } from '../../git/testing/SourceRepository';
import { RepositoryConfig } from '../ConfigRepository';
import { UnitRenderer } from '../UnitRenderer';
import { PlannedRepository } from './PlannedRepository';
import { createTestRenderer } from './renderFiles';

/** Makes a repository, empty and in a folder of its own. */
export type NextRepository = (
  config?: Partial<RepositoryConfig>,
) => PlannedRepository;

/** Repositories that a file's tests plan for; each is gone after its test. */
export function plannedRepositories(): NextRepository {
  let renderer: UnitRenderer;
  let made: { folder: TemporaryFolder; planned: PlannedRepository }[] = [];

  beforeAll(async () => {
    renderer = await createTestRenderer();
  });
  afterEach(async () => {
    for (const { folder, planned } of made) {
      await planned.repository.close();
      folder.remove();
    }
    made = [];
  });
  return config => {
    const folder = new TemporaryFolder();
    const planned = new PlannedRepository(folder, renderer, config);
    made.push({ folder, planned });
    return planned;
  };
}
