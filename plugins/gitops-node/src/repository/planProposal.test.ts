import { CelPolicy } from '../policy/CelPolicy';
import { changedLines, PlannedRepository } from './testing/PlannedRepository';
import { plannedRepositories } from './testing/plannedRepositories';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: web
          image: acme/web
          env: [{ name: DATABASE_PASSWORD, value: hunter2 }]
`;
const overlay = (tag: string) => `resources: [../base]
secretGenerator:
  - name: pins
    literals: [pin=hunter3]
images:
  - name: acme/web
    newTag: ${tag} # moved by promotions
# token: hunter4
`;
const path = (environment: string) => `web/${environment}/kustomization.yaml`;
const base = {
  'web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'web/base/deployment.yaml': deployment,
  CODEOWNERS: '* @acme/everyone\n/web/production/ @acme/payments @dev-a\n',
};
const stages = (staging: string, production: string) => ({
  [path('staging')]: overlay(staging),
  [path('production')]: overlay(production),
});

describe('planProposal', () => {
  const next = plannedRepositories();
  let planned: PlannedRepository;

  beforeEach(() => {
    planned = next();
    planned.source.commit({ ...base, ...stages('v1', 'v1') });
  });

  it('tells all that a promotion would do', async () => {
    planned.source.commit(stages('v2', 'v1'), { message: 'Retry (#5)' });
    const tip = planned.source.commit(stages('v3', 'v1'), {
      message: 'Round (#9)',
    });
    const { shown } = await planned.promote();
    const [production] = await planned.targets('production');
    expect(shown).toMatchObject({
      kind: 'promotion',
      title: 'Promote web to production: v1 → v3',
      repository: 'shop',
      revisions: { main: tip },
      moves: [
        {
          target: production,
          kind: 'image',
          name: 'acme/web',
          from: 'v1',
          to: 'v3',
        },
      ],
      files: [{ branch: 'main', path: path('production') }],
      rendered: [{ resource: 'apps/Deployment/_/web' }],
      alsoAffects: [],
      brings: [
        { subject: 'Round (#9)', pullRequest: { number: 9 } },
        { subject: 'Retry (#5)', pullRequest: { number: 5 } },
      ],
      policies: [],
      diagnostics: [],
      reviewers: ['acme/payments', 'dev-a'],
    });
    expect(shown.refused).toBeUndefined();
    expect(changedLines(shown)).toEqual([
      '-    newTag: v1 # moved by promotions',
      '+    newTag: v3 # moved by promotions',
    ]);
  });

  it('shows no secret, on changed lines or beside them', async () => {
    planned.source.commit(stages('v2', 'v1'));
    const { shown, plan } = await planned.promote();
    expect(shown.files[0].diff).toContain('literals: [pin=***');
    expect(JSON.stringify(shown)).not.toMatch(/hunter/);
    expect(plan.files[0].after).toContain('hunter3');
  });

  it('shows nothing of a file that is a secret itself', async () => {
    const files = (secret: string, tag: string) => ({
      'web/production/web.env': `USER=${secret}\nPIN=1234\n`,
      'web/production/keys/key.txt': `first ${secret}\n`,
      [path('production')]: `${overlay(tag)}---
secretGenerator:
  - name: all
    envs: [ web.env ]
    files: [ key=keys/key.txt ]
`,
    });
    planned.source.commit(files('hunter5', 'v1'));
    const change = planned.source.commit(files('hunter6', 'v2'));
    const targets = await planned.targets('production');
    const { shown, plan } = await planned.plan({
      kind: 'rollback',
      targets,
      to: change,
      mode: 'revert',
    });
    expect(plan.files).toHaveLength(3);
    expect(JSON.stringify(shown)).not.toMatch(/hunter|1234/);
    expect(shown.files.map(({ diff }) => diff).join('')).toMatch(
      /^-USER=\*{3}[0-9a-f]{8}$/m,
    );
  });

  it('neither shows nor copies what a generator beside takes for a secret', async () => {
    const files = (secret: string, tag: string) => ({
      'web/keys/web.env': `USER=${secret}\n`,
      'web/production/pin.txt': `${secret}\n`,
      [path('production')]: `${overlay(tag)}---
secretGenerator:
  - { name: all, envs: [../keys/web.env], files: [pin.txt] }
`,
    });
    planned.source.commit(files('hunter5', 'v1'));
    const change = planned.source.commit(files('hunter6', 'v2'));
    const targets = await planned.targets('production');
    const back = await planned.plan({
      kind: 'rollback',
      targets,
      to: change,
      mode: 'revert',
    });
    expect(back.plan.files).toHaveLength(3);
    expect(JSON.stringify(back.shown)).not.toMatch(/hunter/);
    const { plan, shown } = await planned.plan({
      kind: 'addService',
      repository: 'shop',
      service: 'basket',
      like: 'web',
      image: { name: 'acme/basket', version: 'v1' },
    });
    expect(plan.files.length).toBeGreaterThan(0);
    expect(JSON.stringify(plan.files)).not.toMatch(/hunter[56]/);
    expect(shown.diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'proposal-secret-not-copied',
        file: 'web/production/pin.txt',
      }),
    );
  });

  it('is planned at the commits that were asked for', async () => {
    const seen = planned.source.commit(stages('v2', 'v1'));
    planned.source.commit(stages('v3', 'v1'));
    const [from] = await planned.targets('staging');
    const to = await planned.targets('production');
    const { shown } = await planned.plan(
      { kind: 'promotion', from, to },
      { revisions: { main: seen } },
    );
    expect(shown.revisions).toEqual({ main: seen });
    expect(shown.moves).toMatchObject([{ from: 'v1', to: 'v2' }]);
  });

  it.each([
    ['a branch that is not read', { other: '0'.repeat(40) }, 'NotFoundError'],
    ['what is no commit id', { main: 'main~1' }, 'InputError'],
    ['a commit that is not there', { main: '0'.repeat(40) }, 'NotFoundError'],
  ])('refuses to be planned at %s', async (_, revisions, name) => {
    const targets = await planned.targets('production');
    await expect(
      planned.plan(
        { kind: 'rollback', targets, to: 'v1' },
        { revisions: { ...revisions } },
      ),
    ).rejects.toMatchObject({ name });
  });

  it('is refused where nothing would change, and where policy denies', async () => {
    const nothing = await planned.promote();
    expect(nothing.shown.refused).toBe('There is nothing to change.');
    planned.source.commit(stages('v2', 'v1'));
    const [from] = await planned.targets('staging');
    const to = await planned.targets('production');
    const policy = new CelPolicy({
      name: 'no-v2',
      expression:
        'object.spec.template.spec.containers.all(c, !c.image.endsWith(":v2"))',
      message: 'v2 is withdrawn',
      level: 'deny',
      match: { kinds: ['Deployment'] },
    });
    const denied = await planned.plan(
      { kind: 'promotion', from, to },
      { policies: [policy] },
    );
    expect(denied.shown.policies).toMatchObject([{ policy: 'no-v2' }]);
    expect(denied.shown.refused).toBe('no-v2: v2 is withdrawn');
  });

  it('is refused where policies can judge by it no longer what they could', async () => {
    const plugin = `${overlay('v1')}generators: [made.yaml]\n`;
    planned.source.commit({
      'web/production/made.yaml': 'apiVersion: v1\nkind: Made\n',
      [path('production')]: plugin,
    });
    const change = planned.source.commit({
      [path('production')]: overlay('v1'),
    });
    const targets = await planned.targets('production');
    const policy = new CelPolicy({
      name: 'any',
      expression: 'true',
      level: 'deny',
    });
    const { shown } = await planned.plan(
      { kind: 'rollback', targets, to: change, mode: 'revert' },
      { policies: [policy] },
    );
    expect(shown.refused).toBe(
      'web/production could not be judged whole: a plugin (Made) would have to run',
    );
    planned.source.commit({ [path('production')]: plugin });
    planned.source.commit(stages('v2', 'v1'));
    planned.source.commit({ [path('production')]: plugin });
    const [from] = await planned.targets('staging');
    const same = await planned.plan(
      { kind: 'promotion', from, to: targets },
      { policies: [policy] },
    );
    expect(same.shown.refused).toBeUndefined();
    expect(same.shown.diagnostics).toContainEqual(
      expect.objectContaining({ level: 'warning', code: 'policy-incomplete' }),
    );
  });

  it('writes to nothing that is read through a symlink', async () => {
    planned.source.commit({
      [path('staging')]: overlay('v2'),
      [path('production')]: undefined,
      'pins/production.yaml': overlay('v1'),
      [`link:${path('production')}`]: '../../pins/production.yaml',
    });
    const { shown } = await planned.promote();
    expect(shown.refused).toBe(
      'web/production/kustomization.yaml is a symlink, and writing there would take its place. Change what it leads to by hand.',
    );
  });

  it('does not know targets that are not declared', async () => {
    const [from] = await planned.targets('staging');
    await expect(
      planned.plan({ kind: 'promotion', from, to: ['other/x'] }),
    ).rejects.toMatchObject({
      name: 'NotFoundError',
      message: 'shop declares no target other/x',
    });
  });

  it('sets a version by the whole name of an artifact or its last part', async () => {
    const targets = await planned.targets('production');
    for (const artifact of ['acme/web', 'web']) {
      const { shown } = await planned.plan({
        kind: 'setVersion',
        targets,
        artifact,
        version: 'v7',
      });
      expect(shown.title).toBe('Set web in production: v1 → v7');
      expect(shown.refused).toBeUndefined();
      expect(changedLines(shown)).toHaveLength(2);
    }
    const { shown } = await planned.plan({
      kind: 'setVersion',
      targets,
      artifact: 'acme/other',
      version: 'v7',
    });
    expect(shown.refused).toBe(
      'acme/other is not declared for production, which has acme/web.',
    );
  });

  it('does not roll back to a version of what is not declared any more', async () => {
    const release = (image: string) => ({
      'clusters/production/shop.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: shop, namespace: shop }
spec:
  chart: { spec: { chart: shop, version: 1.0.0, sourceRef: { kind: HelmRepository, name: acme } } }
  values: { image: { repository: acme/${image} } }
`,
    });
    planned.source.commit(release('shop, tag: v1'));
    planned.source.commit(release('shop-next, tag: v9'));
    const targets = await planned.targets('production', 'shop');
    const { shown } = await planned.plan({
      kind: 'rollback',
      targets,
      to: 'v1',
    });
    expect(shown.refused).toBe(
      'image acme/shop, which was at v1, is not declared for production any more.',
    );
  });

  it('takes back the artifact whose version was asked for, or the whole state of a commit', async () => {
    const sidecar = (tag: string) => ({
      'web/base/deployment.yaml': `${deployment}        - name: proxy
          image: acme/proxy:${tag}
`,
    });
    planned.source.commit({ ...stages('v1', 'v1'), ...sidecar('p1') });
    const then = planned.source.commit(stages('v2', 'v2'));
    planned.source.commit({ ...stages('v3', 'v3'), ...sidecar('p2') });
    const targets = await planned.targets('production');
    const back = async (to: string, artifacts?: string[]) => {
      const { shown } = await planned.plan({
        kind: 'rollback',
        ...{ targets, to, artifacts, allowOthers: true },
      });
      return shown.moves.map(move => `${move.name} ${move.from} ${move.to}`);
    };
    expect(await back('v2')).toEqual(['acme/web v3 v2']);
    expect(await back(then)).toEqual(['acme/web v3 v2', 'acme/proxy p2 p1']);
    expect(await back(then, ['acme/proxy'])).toEqual(['acme/proxy p2 p1']);
  });

  it('keeps the title that a person gives, on one line', async () => {
    planned.source.commit(stages('v2', 'v1'));
    const { shown } = await planned.promote({ title: 'Ship\n it\u2028now' });
    expect(shown.title).toBe('Ship it now');
  });

  it('edits and renders the branch of the environment alone', async () => {
    const branches = { staging: 'staging', production: 'production' };
    const other = next({ branches });
    const files = (tag: string) => ({
      'web/kustomization.yaml': overlay(tag).replace('../base', 'web.yaml'),
      'web/web.yaml': deployment,
    });
    const first = other.source.commit(files('v1'), { branch: 'production' });
    const tip = other.source.commit(files('v2'), {
      branch: 'staging',
      parents: [first],
    });
    const { shown, plan } = await other.promote();
    expect(plan.revisions).toEqual({ staging: tip, production: first });
    expect(shown.files).toMatchObject([
      { branch: 'production', path: 'web/kustomization.yaml' },
    ]);
    expect(shown.rendered).toHaveLength(1);
    other.source.git(['update-ref', 'refs/heads/production', tip]);
    const targets = await other.targets('production');
    const back = await other.plan({
      kind: 'rollback',
      targets,
      to: first.slice(0, 9),
    });
    // Both branches are at one commit now; only one of them is edited.
    expect(back.shown.moves).toMatchObject([{ from: 'v2', to: 'v1' }]);
    expect(back.shown.files).toMatchObject([{ branch: 'production' }]);
    expect(back.shown.rendered).toHaveLength(1);
    expect(back.shown.alsoAffects).toEqual([]);
  });
});
