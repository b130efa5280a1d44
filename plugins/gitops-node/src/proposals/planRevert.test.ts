import {
  changedLines,
  PlannedRepository,
} from '../repository/testing/PlannedRepository';
import { plannedRepositories } from '../repository/testing/plannedRepositories';

const deployment = (replicas: number) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  template: { spec: { containers: [{ name: web, image: acme/web }] } }
`;
const overlay = (tag: string, resources = '../base') => `# ours

resources: [${resources}]

images:
  - name: acme/web
    newTag: ${tag}
`;
const path = 'web/production/kustomization.yaml';
const config = 'web/production/config.yaml';
const patch = 'web/production/old.yaml';
const configMap = (level: string) =>
  `kind: ConfigMap\napiVersion: v1\nmetadata: { name: web }\ndata: { level: ${level} }\n`;

describe('a rollback that reverts', () => {
  const next = plannedRepositories();
  let planned: PlannedRepository;
  let change: string;

  beforeEach(() => {
    planned = next();
    planned.source.commit({
      'web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
      'web/base/deployment.yaml': deployment(1),
      [path]: overlay('v1', '../base, old.yaml'),
      [patch]: configMap('old').replace('web', 'old'),
      'web/production/notes.txt': 'One\n',
    });
    change = planned.source.commit(
      {
        [path]: overlay('v2', '../base, config.yaml'),
        [config]: configMap('debug'),
        [patch]: undefined,
        'web/production/notes.txt': 'Two\n',
      },
      { message: 'Retry on 5xx (#205)' },
    );
  });

  async function revert(to = change, more: { allowOthers?: boolean } = {}) {
    const targets = await planned.targets('production');
    return planned.plan({
      kind: 'rollback',
      targets,
      to,
      mode: 'revert',
      ...more,
    });
  }

  it('undoes all files of the change, those added and removed as well', async () => {
    const before = planned.source.git(['rev-parse', `${change}^1^{tree}`]);
    const result = await revert();
    expect(result.shown).toMatchObject({
      title: `Revert "Retry on 5xx (#205)" (${change.slice(0, 9)})`,
      moves: [{ kind: 'image', name: 'acme/web', from: 'v2', to: 'v1' }],
      alsoAffects: [],
      diagnostics: [],
    });
    expect(result.shown.refused).toBeUndefined();
    expect(result.shown.rendered.map(({ resource }) => resource)).toEqual(
      expect.arrayContaining([
        'apps/Deployment/_/web',
        '_/ConfigMap/_/web',
        '_/ConfigMap/_/old',
      ]),
    );
    planned.merge(result);
    expect(planned.source.git(['rev-parse', 'main^{tree}'])).toBe(before);
    const again = await revert();
    expect(again.shown.refused).toBe('There is nothing to change.');
  });

  it('keeps what was edited since, elsewhere in the same file', async () => {
    planned.source.commit({
      [path]: overlay('v2', '../base, config.yaml').replace('ours', 'mine'),
    });
    const { plan } = await revert();
    expect(plan.diagnostics).toEqual([]);
    const edited = plan.files.find(file => file.path === path);
    expect(edited?.after).toBe(
      overlay('v1', '../base, old.yaml').replace('ours', 'mine'),
    );
  });

  it('edits nothing where the same lines were edited since, and says where', async () => {
    planned.source.commit({
      [path]: overlay('v3', '../base, config.yaml'),
      [config]: configMap('info'),
    });
    const { plan, shown } = await revert();
    expect(plan.files).toEqual([]);
    expect(shown.diagnostics).toMatchObject([
      { level: 'error', code: 'proposal-conflict', file: config, line: 4 },
      { level: 'error', code: 'proposal-conflict', file: path, line: 7 },
    ]);
    expect(shown.refused).toContain(`${config}:4`);
  });

  it('finds a file that was moved as it was', async () => {
    planned.source.commit({
      'web/production/notes.txt': undefined,
      'notes/web.txt': 'Two\n',
    });
    const { plan } = await revert();
    expect(plan.files).toContainEqual({
      branch: 'main',
      path: 'notes/web.txt',
      before: 'Two\n',
      after: 'One\n',
    });
  });

  it('asks first where other environments would change as well', async () => {
    planned.source.commit({
      'web/staging/kustomization.yaml': overlay('v2'),
    });
    const shared = planned.source.commit({
      'web/base/deployment.yaml': deployment(5),
    });
    const asked = await revert(shared);
    expect(asked.shown).toMatchObject({
      alsoAffects: [{ service: 'web', environment: 'staging' }],
      refused: expect.stringContaining('It would move staging as well'),
    });
    const allowed = await revert(shared, { allowOthers: true });
    expect(allowed.shown.refused).toBeUndefined();
    expect(changedLines(allowed.shown)).toEqual([
      '-  replicas: 5',
      '+  replicas: 1',
    ]);
  });

  it('undoes all that a merge brought in, by any commit of it', async () => {
    const [base] = [planned.source.tip() ?? ''];
    const one = planned.source.commit(
      { [path]: overlay('v5', '../base, config.yaml') },
      { branch: 'topic', parents: [base] },
    );
    const two = planned.source.commit(
      { 'web/base/deployment.yaml': deployment(9) },
      { branch: 'topic' },
    );
    planned.source.commit(
      {
        [path]: overlay('v5', '../base, config.yaml'),
        'web/base/deployment.yaml': deployment(9),
      },
      { parents: [base, two], message: 'Merge pull request #7' },
    );
    expect(one).not.toBe(two);
    const merged = await revert(one);
    expect(merged.plan.files.map(file => file.path)).toEqual([
      'web/base/deployment.yaml',
      path,
    ]);
  });

  it.each([
    ['a version', 'v1', 'InputError'],
    ['a commit that is not of the targets', '0123456789', 'NotFoundError'],
  ])('does not undo %s', async (_, to, name) => {
    await expect(revert(to)).rejects.toMatchObject({ name });
  });

  it('does not undo the first commit', async () => {
    const first = planned.source.git(['rev-parse', `${change}^1`]);
    await expect(revert(first)).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('is the first commit'),
    });
  });

  it('tells whose objects it would change as well, in the same unit', async () => {
    const own = (name: string, replicas: number) => ({
      [`apps/${name}.yaml`]: deployment(replicas).replaceAll('web', name),
    });
    planned.source.commit({
      'clusters/production/apps.yaml': `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { path: ./apps, prune: true, interval: 1m, sourceRef: { kind: GitRepository, name: flux-system } }
`,
      ...own('shop', 1),
      ...own('payments', 1),
      ...own('search', 1),
      'apps/limits.yaml': configMap('low').replace('web', 'payments'),
    });
    const others = async (to: string) => {
      const { plan } = await planned.plan({
        kind: 'rollback',
        targets: await planned.targets('production', 'shop'),
        to,
        mode: 'revert',
      });
      return plan.alsoAffects.map(({ service }) => service).sort();
    };
    const alone = planned.source.commit(own('shop', 2));
    expect(await others(alone)).toEqual([]);
    const edited = planned.source.commit({
      ...own('shop', 3),
      ...own('payments', 9),
    });
    expect(await others(edited)).toEqual(['payments']);
    const removed = planned.source.commit({
      ...own('shop', 4),
      'apps/limits.yaml': undefined,
    });
    expect(await others(removed)).toEqual(['payments']);
    const anyone = planned.source.commit({
      ...own('shop', 5),
      'apps/any.yaml': configMap('any').replace('web', 'any'),
    });
    expect(await others(anyone)).toEqual(['payments', 'search']);
  });

  it.each(['CODEOWNERS', '.github/workflows/lint.yaml', 'gitops.yaml'])(
    'does not take back %s',
    async guard => {
      planned.source.commit({ [guard]: '# One\n' });
      const guarded = planned.source.commit({
        [path]: overlay('v3', '../base, config.yaml'),
        [guard]: '# Two\n',
      });
      const { shown } = await revert(guarded);
      expect(shown.refused).toContain(`The change touched ${guard} as well`);
    },
  );
});
