import {
  PullRequestStatus,
  proposalRequestSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import {
  createTestDatabases,
  explain,
  migratedDatabase,
} from '../__testUtils__/databases';
import { ForeignProposalStore } from './ForeignProposalStore';
import { ProposalReader } from './ProposalReader';
import { ProposalDraft, ProposalStore } from './ProposalStore';

const databases = createTestDatabases();
const at = new Date('2026-01-01T00:00:00Z');
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);

const draft = (more: Partial<ProposalDraft> = {}): ProposalDraft => ({
  repository: 'platform',
  kind: 'promotion',
  branch: 'gitops/promote-cart',
  title: 'Promote cart',
  moves: [
    { target: 'cart', kind: 'image', name: 'cart', from: 'v1', to: 'v2' },
  ],
  targets: [{ id: 'cart', environment: 'production' }],
  request: {
    request: proposalRequestSchema.parse({
      kind: 'promotion',
      from: 'cart-staging',
      to: ['cart'],
    }),
    revisions: { main: '0'.repeat(40) },
    askedBy: 'user:default/ada',
  },
  content: 'v2',
  ...more,
});

const status = (more: Partial<PullRequestStatus> = {}): PullRequestStatus => ({
  number: 7,
  url: 'https://github.com/acme/platform/pull/7',
  title: 'Promote cart',
  state: 'open',
  draft: false,
  author: 'gitops[bot]',
  sourceBranch: 'gitops/promote-cart',
  targetBranch: 'main',
  headCommit: '1'.repeat(40),
  checks: { state: 'none', waitingFor: [], failed: [] },
  approvedBy: [],
  changesRequestedBy: [],
  reviewsRequestedOf: [],
  mergeable: 'yes',
  autoMerge: false,
  createdAt: at.toISOString(),
  updatedAt: at.toISOString(),
  ...more,
});

const claim = (holder: string, minutes = 0) => ({
  holder,
  at: later(minutes),
  until: later(minutes + 5),
});

const opened = (minutes = 1) => ({
  status: status(),
  reason: 'ready to merge',
  at: later(minutes),
});

describe.each(databases.eachSupportedId())('proposals on %s', id => {
  let knex: Knex;
  let store: ProposalStore;

  beforeEach(async () => {
    knex = await migratedDatabase(databases, id);
    store = new ProposalStore(knex);
  });

  it('are one of the same, however many begin it at once', async () => {
    const all = await Promise.all(
      ['a', 'b', 'c', 'd'].map(holder => store.begin(draft(), claim(holder))),
    );
    expect(all.filter(({ outcome }) => outcome === 'begun')).toHaveLength(1);
    expect(new Set(all.map(({ row }) => row.id)).size).toBe(1);
    expect(await knex('proposal_targets').select('target_id')).toEqual([
      { target_id: 'cart' },
    ]);
  });

  it('are left alone while somebody writes them', async () => {
    await store.begin(draft(), claim('a'));
    const second = await store.begin(
      draft({ title: 'Other', content: 'v3' }),
      claim('b', 1),
    );
    expect(second).toMatchObject({
      outcome: 'held',
      row: { title: 'Promote cart', content: 'v2', holder: 'a' },
    });
    expect(await store.abandoned('platform', later(1))).toEqual([]);
  });

  it('are taken over from who has died, by one alone', async () => {
    const { row } = await store.begin(draft(), claim('a'));
    const [abandoned] = await store.abandoned('platform', later(6));
    expect(abandoned.key).toBe(row.key);
    const taken = await Promise.all(
      ['b', 'c'].map(holder => store.takeOver(row.key, claim(holder, 6))),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    // Who comes back from the dead writes nothing.
    expect(await store.opened(row.key, 'a', opened())).toBe(false);
    await store.fail(row.key, 'a', { reason: 'late', at: later(7) });
    expect(await store.byKey(row.key)).toMatchObject({
      state: 'opening',
      reason: null,
    });
  });

  it('find the one that is open, and are new once it is over', async () => {
    const first = await store.begin(draft(), claim('a'));
    await store.opened(first.row.key, 'a', opened());
    const again = await store.begin(draft({ content: 'v3' }), claim('b', 2));
    expect(again).toMatchObject({
      outcome: 'begun',
      row: { id: first.row.id },
    });
    await store.opened(first.row.key, 'b', opened(3));
    const [row] = await store.current('platform');
    const merged = status({ state: 'merged', mergeCommit: '2'.repeat(40) });
    const news = { state: 'merged' as const, status: merged, ended: false };
    expect(await store.update(row, news, later(4))).toBe(true);
    expect(await store.update(row, news, later(5))).toBe(false);
    const next = await store.begin(draft(), claim('a', 6));
    expect(next.outcome).toBe('begun');
    expect(next.row.id).not.toBe(first.row.id);
  });

  it('keep their pull request where an update of it fails', async () => {
    const { row } = await store.begin(draft(), claim('a'));
    await store.fail(row.key, 'a', { reason: 'no', at: later(1) });
    expect(await store.byKey(row.key)).toMatchObject({ state: 'failed' });
    await store.begin(draft(), claim('a', 2));
    await store.opened(row.key, 'a', opened(3));
    await store.begin(draft(), claim('a', 4));
    await store.fail(row.key, 'a', { reason: 'no', at: later(5) });
    expect(await store.byKey(row.key)).toMatchObject({
      state: 'open',
      reason: 'no',
      pull_request: 7,
      holder: null,
    });
  });

  it('take the place of what was read before it was known whose it is', async () => {
    const { row } = await store.begin(draft(), claim('a'));
    const others = new ForeignProposalStore(knex);
    const foreign = {
      repository: 'platform',
      status: status(),
      reason: 'ready to merge',
      moves: [],
      targets: [{ id: 'cart', environment: 'production' }],
    };
    expect(await others.keep(foreign, later(1))).toBe(true);
    expect(await others.keep(foreign, later(2))).toBe(false);
    expect(await store.opened(row.key, 'a', opened())).toBe(true);
    expect(await knex('proposals').pluck('key')).toEqual([row.key]);
    expect(await knex('proposal_targets').pluck('proposal_key')).toEqual([
      row.key,
    ]);
  });

  it('are not touched by who follows them while somebody writes', async () => {
    const { row } = await store.begin(draft(), claim('a'));
    await store.opened(row.key, 'a', opened());
    const [seen] = await store.current('platform');
    await store.begin(draft(), claim('b', 2));
    const closed = { state: 'closed' as const, ended: true };
    expect(await store.update(seen, closed, later(3))).toBe(false);
  });

  it('are found by an index, for an entity and for a repository', async () => {
    await knex('proposals').insert(
      Array.from({ length: 300 }, (_, number) => ({
        id: `p${number}`,
        repository_id: `r${number % 30}`,
        state: 'open',
        title: 'x',
        moves: '[]',
        created_at: 1,
        updated_at: 1,
        branch: `b${number}`,
        ended_at: number % 10 === 0 ? null : 1,
      })),
    );
    await knex('proposal_targets').insert(
      (
        await knex('proposals').pluck('key')
      ).map(key => ({
        proposal_key: key,
        target_id: `t${key}`,
        environment: 'production',
      })),
    );
    const plan = await knex.transaction(async tx => {
      if (id === 'POSTGRES_15') {
        // Of so few rows it would read all.
        await tx.raw('set local enable_seqscan = off');
      }
      const query = new ProposalReader(tx).pageQuery(
        { entity: 'component:default/cart', state: 'open', limit: 20 },
        { scope: 'all' },
      );
      return explain(tx, query);
    });
    expect(plan).toMatch(/proposals_current_idx|proposal_targets_target_idx/);
    expect(plan).not.toMatch(/Seq Scan|SCAN \w+$/m);
  });
});
