import knexFactory from 'knex';
import { GitConfigRepository, readGitopsConfig } from '@backstage-gitops/plugin-gitops-node';
import { ConfigReader } from '@backstage/config';
import { EntityStore } from '../src/database/EntityStore';
import { FactsStore } from '../src/database/FactsStore';
import { RepositoryStore } from '../src/database/RepositoryStore';
import { applyMigrations } from '../src/database/migrations';
import { HistoryIndexer } from '../src/indexing/HistoryIndexer';
import { LagUpdater } from '../src/indexing/LagUpdater';
import { RepositoryIndexer } from '../src/indexing/RepositoryIndexer';

async function main() {
  const [url, rules] = process.argv.slice(2);
  const { repositories: [config], environments } = readGitopsConfig(new ConfigReader({ gitops: { repositories: [{ id: 'r', url, ...(rules ? JSON.parse(rules) : {}) }] } }));
  const knex = knexFactory(process.env.PG ? { client: 'pg', connection: process.env.PG } : { client: 'better-sqlite3', connection: process.env.DBFILE ?? ':memory:', useNullAsDefault: true });
  await applyMigrations(knex);
  const repository = new GitConfigRepository({ repository: config, environments, mirrorDirectory: process.env.MIRROR ?? '/tmp/be/m' });
  const time = async (what: string, fn: () => Promise<unknown>) => { const s = performance.now(); const r = await fn(); console.log(what, Math.round(performance.now() - s), 'ms', typeof r === 'object' ? '' : r, 'rss', Math.round(process.memoryUsage().rss / 1e6)); };
  await time('refresh', () => repository.refresh());
  await time('discover', () => repository.discover());
  let first = (await repository.discover()).targets[0]?.id;
  await time('first history', async () => first && (await repository.history([first], { kind: 'all', limit: 50 })).changes.length);
  const logger: any = { info: console.log, warn: console.log, debug() {}, error: console.log, child: () => logger };
  const indexer = new RepositoryIndexer({ config, environments, repository, repositories: new RepositoryStore(knex), facts: new FactsStore(knex), history: new HistoryIndexer(knex), entities: new EntityStore(knex), lag: new LagUpdater(knex), events: { publish: async () => {}, subscribe: async () => {} }, logger, now: () => new Date() });
  await time('index', () => indexer.run(new AbortController().signal));
  await time('again', () => indexer.run(new AbortController().signal));
  await knex('repositories').update({ history_key: 'x' });
  await time('nothing new, all targets looked at', () => indexer.run(new AbortController().signal));
  for (const t of ['units', 'targets', 'changes', 'target_changes', 'diagnostics']) console.log(t, (await knex(t).count({ n: '*' }))[0]);
  console.log(await knex('targets').select('behind_state').count({ n: '*' }).groupBy('behind_state'));
  console.log((await knex('environments').orderBy('position')).map(r => `${r.name}>${r.promotes_to}`).join(' '));
  await repository.close(); await knex.destroy();
}
main();
