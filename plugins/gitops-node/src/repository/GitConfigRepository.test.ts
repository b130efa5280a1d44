import {
  SourceRepository,
  TemporaryFolder,
} from '../git/testing/SourceRepository';
import { LandedChange, RepositoryConfig } from './ConfigRepository';
import { GitConfigRepository } from './GitConfigRepository';

const deployment = (image: string) =>
  [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: cart',
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    '        - name: cart',
    `          image: ${image}`,
    '',
  ].join('\n');

const overlay = (tag: string | undefined) =>
  [
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    'resources:',
    '  - ../base',
    ...(tag === undefined
      ? []
      : ['images:', '  - name: shop/cart', `    newTag: ${tag}`]),
    '',
  ].join('\n');

const base = {
  'apps/cart/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'apps/cart/base/deployment.yaml': deployment('shop/cart:v1'),
};
const staging = 'apps/cart/staging/kustomization.yaml';
const production = 'apps/cart/production/kustomization.yaml';

describe('GitConfigRepository', () => {
  let folder: TemporaryFolder;
  let source: SourceRepository;
  let repository: GitConfigRepository;

  beforeEach(() => {
    folder = new TemporaryFolder();
    source = new SourceRepository(folder.join('config.git'));
    repository = open();
  });
  afterEach(async () => {
    await repository.close();
    folder.remove();
  });

  function open(config: Partial<RepositoryConfig> = {}): GitConfigRepository {
    return new GitConfigRepository({
      repository: { id: 'shop', url: source.path, rules: [], ...config },
      environments: [],
      mirrorDirectory: folder.join('mirror'),
    });
  }

  async function targetIn(environment: string, ref?: string) {
    const { targets } = await repository.discover({ ref });
    return targets
      .filter(target => target.environment === environment)
      .map(({ id }) => id);
  }

  async function historyOf(
    environment: string,
    options: { kind?: 'versions' | 'all'; ref?: string; limit?: number } = {},
  ): Promise<readonly LandedChange[]> {
    const ids = await targetIn(environment, options.ref);
    const { changes } = await repository.history(ids, {
      kind: 'versions',
      limit: 100,
      ...options,
    });
    return changes;
  }

  const moves = (changes: readonly LandedChange[]) =>
    changes.map(({ artifacts }) =>
      artifacts.map(({ from, to }) => `${from} → ${to}`).join(', '),
    );

  describe('history', () => {
    it('tells what moved a target, when, by whom and where', async () => {
      source.commit({ ...base, [production]: overlay('v1') });
      const landed = source.commit(
        { [production]: overlay('v2') },
        { message: 'Raise cart (#12)\n\nBecause.', author: 'Robin Oak' },
      );
      const [change, first] = await historyOf('production');
      expect(change).toMatchObject({
        commit: landed,
        landedBy: landed,
        position: 1,
        author: 'Robin Oak',
        subject: 'Raise cart (#12)',
        effectiveAt: '2026-01-01T02:00:00.000Z',
        authoredAt: '2026-01-01T02:00:00.000Z',
        pullRequest: { number: 12 },
        rollback: false,
        artifacts: [
          {
            kind: 'image',
            name: 'shop/cart',
            from: 'v1',
            to: 'v2',
            file: production,
            line: 7,
          },
        ],
      });
      expect(first.artifacts).toMatchObject([{ to: 'v1' }]);
      expect(first.artifacts[0].from).toBeUndefined();
    });

    it('names the commit that a merge brought, and its pull request', async () => {
      const first = source.commit({ ...base, [production]: overlay('v1') });
      source.git(['update-ref', 'refs/heads/topic', first]);
      const topic = source.commit(
        { [production]: overlay('v2') },
        { branch: 'topic', message: 'Raise cart', author: 'Robin Oak' },
      );
      const other = source.commit({ 'README.md': 'x' });
      source.git(['update-ref', 'refs/pull/34/head', topic]);
      const merge = source.commit(
        { [production]: overlay('v2') },
        { parents: [other, topic], message: 'Merge topic' },
      );
      const [change] = await historyOf('production');
      expect(change).toMatchObject({
        commit: topic,
        landedBy: merge,
        author: 'Robin Oak',
        subject: 'Raise cart',
        authoredAt: '2026-01-01T02:00:00.000Z',
        effectiveAt: '2026-01-01T04:00:00.000Z',
        pullRequest: { number: 34 },
      });
    });

    it('makes one change of all that lands together', async () => {
      source.commit({ ...base, [staging]: overlay('v1') });
      const first = source.tip();
      source.git(['update-ref', 'refs/heads/topic', String(first)]);
      source.commit({ [staging]: overlay('v2') }, { branch: 'topic' });
      const topic = source.commit(
        { [staging]: overlay('v3') },
        { branch: 'topic', message: 'Raise again' },
      );
      source.commit(
        { [staging]: overlay('v3') },
        {
          parents: [String(first), topic],
          message: 'Merge pull request #5 from x',
        },
      );
      const changes = await historyOf('staging');
      expect(moves(changes)).toEqual(['v1 → v3', 'undefined → v1']);
      expect(changes[0]).toMatchObject({
        subject: 'Raise again',
        pullRequest: { number: 5 },
      });
    });

    it('fans a change of a base out to all that consume it', async () => {
      source.commit({
        ...base,
        [staging]: overlay(undefined),
        [production]: overlay(undefined),
      });
      source.commit({
        'apps/cart/base/deployment.yaml': deployment('shop/cart:v2'),
      });
      const ids = [
        ...(await targetIn('staging')),
        ...(await targetIn('production')),
      ];
      expect(ids).toHaveLength(2);
      const { changes } = await repository.history(ids, {
        kind: 'versions',
        limit: 10,
      });
      expect(moves(changes)).toEqual(['v1 → v2', 'undefined → v1']);
      expect([...changes[0].targets].sort()).toEqual([...ids].sort());
    });

    it('follows a version into the file it was declared in before', async () => {
      const old = 'overlays/production/cart/kustomization.yaml';
      source.commit({
        ...base,
        [old]: overlay('v1').replace('../base', '../../../apps/cart/base'),
      });
      source.commit({
        [old]: overlay('v2').replace('../base', '../../../apps/cart/base'),
      });
      source.commit({ [old]: undefined, [production]: overlay('v2') });
      source.commit({ [production]: overlay('v3') });
      const changes = await historyOf('production');
      expect(moves(changes)).toEqual(['v2 → v3', 'v1 → v2', 'undefined → v1']);
    });

    it('continues with the base that an overlay took over from', async () => {
      source.commit({ ...base, [production]: overlay(undefined) });
      source.commit({
        'apps/cart/base/deployment.yaml': deployment('shop/cart:v2'),
      });
      source.commit({ [production]: overlay('v3') });
      const changes = await historyOf('production');
      expect(moves(changes)).toEqual(['v2 → v3', 'v1 → v2', 'undefined → v1']);
    });

    it('marks rollbacks', async () => {
      source.commit({ ...base, [production]: overlay('v2') });
      source.commit({ [production]: overlay('v1') });
      source.commit({ [production]: overlay('3f2a9c1') });
      source.commit(
        { [production]: overlay('81b2c3d') },
        { message: 'Revert "Raise cart"' },
      );
      const changes = await historyOf('production');
      expect(changes.map(({ rollback }) => rollback)).toEqual([
        true,
        false,
        true,
        false,
      ]);
    });

    it('takes what it cannot read for unknown, not for gone', async () => {
      source.commit({ ...base, [production]: overlay('v1') });
      source.commit({ [production]: '{{ broken: [' });
      source.commit({ [production]: overlay('v2') });
      const missing = overlay('v9');
      source.commit({ [production]: missing });
      const lost = source.idOf(production);
      source.commit({ [production]: overlay('v3') });
      source.removeObject(lost);
      expect(moves(await historyOf('production'))).toEqual([
        'v2 → v3',
        'v1 → v2',
        'undefined → v1',
      ]);
    });

    it('tells that a version was gone for a while', async () => {
      source.commit({ ...base, [production]: overlay('v1') });
      source.commit({ [production]: undefined });
      source.commit({ [production]: overlay('v2') });
      expect(moves(await historyOf('production'))).toEqual([
        'undefined → v2',
        'v1 → undefined',
        'undefined → v1',
      ]);
    });

    it('also tells what only touched a dependency, where asked', async () => {
      source.commit({ ...base, [production]: overlay('v1') });
      const touched = source.commit({
        'apps/cart/base/deployment.yaml': `${deployment('shop/cart:v1')}# x\n`,
      });
      source.commit({ 'README.md': 'x' });
      const changes = await historyOf('production', { kind: 'all' });
      expect(changes[0]).toMatchObject({ landedBy: touched, artifacts: [] });
      expect(changes).toHaveLength(2);
      expect(await historyOf('production')).toHaveLength(1);
    });

    it('pages without gap or repetition', async () => {
      source.commit({ ...base, [production]: overlay('v1') });
      for (let version = 2; version <= 7; version += 1) {
        source.commit({ [production]: overlay(`v${version}`) });
      }
      const ids = await targetIn('production');
      const all = await repository.history(ids, {
        kind: 'versions',
        limit: 100,
      });
      const paged: LandedChange[] = [];
      let cursor: string | undefined;
      do {
        const page = await repository.history(ids, {
          kind: 'versions',
          limit: 3,
          cursor,
        });
        paged.push(...page.changes);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(paged).toEqual(all.changes);
      expect(all.changes).toHaveLength(7);
      const newest = await repository.history(ids, {
        kind: 'versions',
        limit: 100,
        downTo: 5,
      });
      expect(newest.changes).toEqual(all.changes.slice(0, 2));
      await expect(
        repository.history(ids, { kind: 'versions', limit: 1, cursor: 'x' }),
      ).rejects.toMatchObject({ name: 'InputError' });
    });

    it('answers for a commit as if the branch ended there', async () => {
      source.commit({ ...base, [production]: overlay('v1') });
      const second = source.commit({ [production]: overlay('v2') });
      const aside = source.commit(
        { [production]: overlay('v8') },
        { branch: 'topic', parents: [second] },
      );
      source.commit({ [production]: overlay('v3') });
      expect(moves(await historyOf('production', { ref: second }))).toEqual([
        'v1 → v2',
        'undefined → v1',
      ]);
      expect(moves(await historyOf('production', { ref: aside }))).toEqual([
        'v2 → v8',
        'v1 → v2',
        'undefined → v1',
      ]);
      expect(await historyOf('production')).toHaveLength(3);
    });

    it('adds what is new, and starts again where the branch was rewritten', async () => {
      const first = source.commit({ ...base, [production]: overlay('v1') });
      source.commit({ [production]: overlay('v2') });
      expect(moves(await historyOf('production'))).toHaveLength(2);
      source.commit({ [production]: overlay('v3') });
      await repository.refresh();
      expect(moves(await historyOf('production'))).toEqual([
        'v2 → v3',
        'v1 → v2',
        'undefined → v1',
      ]);
      source.commit({ [production]: overlay('v7') }, { parents: [first] });
      expect((await repository.refresh()).rewritten).toEqual(['main']);
      expect(moves(await historyOf('production'))).toEqual([
        'v1 → v7',
        'undefined → v1',
      ]);
    });

    it('does not take the end of a shallow history for a beginning', async () => {
      source.commit({ ...base, [production]: overlay('v1') });
      source.commit({ [production]: overlay('v2') });
      source.commit({ [production]: overlay('v3') });
      const shallow = folder.join('shallow.git');
      source.git([
        ...['clone', '--quiet', '--bare', '--depth=2'],
        ...[`file://${source.path}`, shallow],
      ]);
      repository = open({ url: shallow });
      expect(moves(await historyOf('production'))).toEqual(['v2 → v3']);
      const { diagnostics } = await repository.discover();
      expect(diagnostics).toContainEqual(
        expect.objectContaining({ code: 'shallow-source' }),
      );
    });

    it('reads each branch where a branch is an environment', async () => {
      source.commit({ ...base, [staging]: overlay('v2') });
      source.commit({ [staging]: overlay('v3') });
      source.commit(
        { ...base, [staging]: overlay('v1') },
        { branch: 'live', parents: [] },
      );
      repository = open({ branches: { staging: 'main', production: 'live' } });
      const { revisions } = await repository.discover();
      expect(Object.keys(revisions).sort()).toEqual(['live', 'main']);
    });

    it('keeps hostile messages on one line, as text', async () => {
      source.commit(
        { ...base, [production]: overlay('v1') },
        { message: '<img src=x onerror=alert(1)>\u001b[2J\u0007 (#3)' },
      );
      const [change] = await historyOf('production');
      expect(change.subject).toBe('<img src=x onerror=alert(1)> [2J  (#3)');
      expect(change.pullRequest).toEqual({ number: 3 });
    });
  });

  describe('bad input', () => {
    it('reads the rest of a tree that holds what cannot be read', async () => {
      const aliases = Array(9).fill('*a').join(', ');
      let bomb = 'a: &a [x, x, x, x, x, x, x, x, x]\n';
      for (let level = 0; level < 12; level += 1) {
        bomb += `b${level}: &a [${aliases}]\n`;
      }
      source.commit({
        ...base,
        [production]: overlay('v1'),
        'bad/bomb.yaml': bomb,
        'bad/anchors.yaml': 'a: &x 1\nb: &x 2\nimage: *x\n',
        'bad/binary.yaml': Buffer.from([0, 1, 2, 255]),
        'bad/large.yaml': Buffer.alloc(50 * 1024 * 1024, 'tag: v1\n'),
        'bad/template.yaml': '{{- if .Values.on }}\nimage: {{ .x }}\n{{ end }}',
        'bad/deep.yaml': '['.repeat(100_000),
        'bad/latin.yaml': Buffer.from('tag: caf\xe9', 'latin1'),
        'bad/new\nline "quoted".yaml': 'tag: v1\n',
        '-bad.yaml': 'tag: v1\n',
        'bad/caf\xe9.yaml': 'tag: v1\n',
        'link:bad/out.yaml': '../../../etc/passwd',
      });
      source.commit({ [production]: overlay('v2') });
      expect(moves(await historyOf('production'))).toEqual([
        'v1 → v2',
        'undefined → v1',
      ]);
      const { diagnostics } = await repository.discover();
      expect(diagnostics.map(({ code }) => code)).toContain('path-not-utf8');
      expect(JSON.stringify(diagnostics)).not.toContain('root:');
    });

    it('loses nothing it knew when the source goes away', async () => {
      source.commit({ ...base, [production]: overlay('v1') });
      const before = await repository.discover();
      const moved = new SourceRepository(folder.join('moved.git'));
      source.git(['symbolic-ref', 'HEAD', 'refs/heads/gone']);
      await expect(repository.refresh()).rejects.toThrow(
        'HEAD names no branch; there are: main',
      );
      expect(await repository.discover()).toEqual(before);
      expect(await historyOf('production')).toHaveLength(1);
      expect(moved.tip()).toBeUndefined();
    });

    it.each([
      ['a ref that is no commit', 'nothing'],
      ['a ref that looks like an option', '--all'],
      ['a ref that names a file', 'main:README.md'],
    ])('refuses %s', async (_, ref) => {
      source.commit({ ...base, [production]: overlay('v1') });
      await expect(repository.discover({ ref })).rejects.toMatchObject({
        name: 'NotFoundError',
      });
    });
  });
});
