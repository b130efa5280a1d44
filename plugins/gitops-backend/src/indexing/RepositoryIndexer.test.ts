import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigRepository } from '@backstage-gitops/plugin-gitops-node';
import {
  createTestDatabases,
  migratedDatabase,
} from '../__testUtils__/databases';
import {
  DeclaredRepository,
  declaredTarget,
  landedChange,
} from '../__testUtils__/DeclaredRepository';
import { EntityStore } from '../database/EntityStore';
import { FactsStore } from '../database/FactsStore';
import { RepositoryStore } from '../database/RepositoryStore';
import { HistoryIndexer } from './HistoryIndexer';
import { LagUpdater } from './LagUpdater';
import { RepositoryIndexer } from './RepositoryIndexer';

const shown = [{ id: 'platform', url: 'https://git.acme.example/platform' }];

describe('RepositoryIndexer', () => {
  const databases: TestDatabases = createTestDatabases();

  async function open(repository: ConfigRepository) {
    const knex = await migratedDatabase(databases, 'SQLITE_3');
    const repositories = new RepositoryStore(knex);
    const indexer = new RepositoryIndexer({
      config: { ...shown[0], rules: [] },
      environments: [],
      fileRules: [],
      repository,
      repositories,
      facts: new FactsStore(knex),
      history: new HistoryIndexer(knex),
      entities: new EntityStore(knex),
      lag: new LagUpdater(knex),
      events: mockServices.events(),
      logger: mockServices.logger.mock(),
      now: () => new Date(0),
    });
    const status = async () => (await repositories.statuses(shown))[0];
    return { knex, indexer, status };
  }

  /** Reads until it is told to end. */
  class EndlessRepository extends DeclaredRepository {
    async refresh(options?: { signal?: AbortSignal }): Promise<never> {
      return new Promise((_, reject) => {
        const signal = options?.signal;
        const end = () => reject(signal?.reason);
        if (signal?.aborted) end();
        signal?.addEventListener('abort', end);
      });
    }
  }

  it('tells that reading took too long', async () => {
    const { indexer, status } = await open(new EndlessRepository());
    expect(await indexer.run(AbortSignal.timeout(1))).toBe('failed');
    expect(await status()).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('gitops.schedule.timeout'),
    });
  });

  it('says nothing of a repository when the backend stops', async () => {
    const { indexer, status } = await open(new EndlessRepository());
    const stopping = new AbortController();
    const run = indexer.run(stopping.signal);
    stopping.abort();
    await expect(run).rejects.toThrow();
    expect((await status()).state).toBe('pending');
  });

  it('goes on where a run was cut off', async () => {
    const repository = new DeclaredRepository();
    repository.declare([declaredTarget('cart')]);
    repository.changes.set('cart', [landedChange(1)]);
    const { knex, indexer, status } = await open(repository);
    const history = repository.history;
    repository.history = async () => {
      throw new Error('The disk is full');
    };
    const { signal } = new AbortController();
    expect(await indexer.run(signal)).toBe('failed');
    expect(await status()).toMatchObject({ state: 'failed', targets: 1 });

    repository.history = history;
    expect(await indexer.run(signal)).toBe('indexed');
    expect(repository.discoveries).toBe(1);
    expect(await knex('target_changes').pluck('position')).toEqual([1]);
    expect(await indexer.run(signal)).toBe('unchanged');
  });
});
