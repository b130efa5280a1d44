import { PlannedRepository } from '../repository/testing/PlannedRepository';
import { plannedRepositories } from '../repository/testing/plannedRepositories';
import { planConflicts } from './planConflicts';

const overlay = (tag: string, more = '') => `resources: [../base]
${more}images:
  - name: acme/web
    newTag: ${tag}
`;
const path = (environment: string) => `web/${environment}/kustomization.yaml`;
const base = {
  'web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'web/base/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: web, image: acme/web }] } } }
`,
  [path('staging')]: overlay('v2'),
  [path('production')]: overlay('v1'),
};

describe('planConflicts', () => {
  const next = plannedRepositories();
  let planned: PlannedRepository;

  beforeEach(() => {
    planned = next();
    planned.source.commit(base);
  });

  /** The conflicts of a promotion with what is committed after it was seen. */
  async function conflictsWith(
    files: Record<string, string | undefined>,
  ): Promise<readonly object[]> {
    const seen = await planned.promote();
    planned.source.commit(files);
    const now = await planned.promote();
    expect(now.plan.revisions).not.toEqual(seen.plan.revisions);
    return planConflicts(seen.plan, now.plan);
  }

  it('are none where the branch moved elsewhere', async () => {
    expect(await conflictsWith({ 'README.md': 'Hello' })).toEqual([]);
  });

  it('are none where lines of the same file were shifted', async () => {
    const more = '# one\n# two\nnamespace: web\n';
    expect(
      await conflictsWith({ [path('production')]: overlay('v1', more) }),
    ).toEqual([]);
  });

  it('are where the same field moved', async () => {
    const files = { [path('production')]: overlay('v1-hotfix', '# fix\n') };
    expect(await conflictsWith(files)).toEqual([
      {
        level: 'error',
        code: 'proposal-conflict',
        message: `${path('production')} on main was changed here meanwhile.`,
        file: path('production'),
        line: 5,
      },
    ]);
  });

  it('are where somebody else did the same already', async () => {
    const files = { [path('production')]: overlay('v2') };
    expect(await conflictsWith(files)).toMatchObject([
      { message: expect.stringContaining('needs no such edit any more') },
    ]);
  });

  it('are where the source went on, and another version would be brought', async () => {
    const files = { [path('staging')]: overlay('v3') };
    expect(await conflictsWith(files)).toMatchObject([
      { file: path('production'), line: 4 },
    ]);
  });

  it('are where the version is written in another file by now', async () => {
    const files = {
      [path('production')]: 'resources: [../base, ../tags]\n',
      'web/tags/kustomization.yaml': 'resources: []\n',
      'web/base/kustomization.yaml': overlay('v1').replace(
        '../base',
        'deployment.yaml',
      ),
    };
    expect(await conflictsWith(files)).toMatchObject([
      { message: expect.stringContaining('needs no such edit any more') },
      { file: 'web/base/kustomization.yaml' },
    ]);
  });

  it('are where others would move along by now', async () => {
    const cluster = 'resources: [../base]\n';
    planned.source.commit({
      [path('production')]: undefined,
      [path('production/base')]: overlay('v1').replace('..', '../..'),
      [path('production/eu-1')]: cluster,
    });
    const [from] = await planned.targets('staging');
    const to = await planned.targets('production');
    const seen = await planned.plan({ kind: 'promotion', from, to });
    planned.source.commit({ [path('production/us-1')]: cluster });
    await planned.repository.refresh();
    const now = await planned.plan({ kind: 'promotion', from, to });
    expect(planConflicts(seen.plan, now.plan)).toMatchObject([
      { message: 'It would move web in production on us-1 as well by now.' },
    ]);
  });
});
