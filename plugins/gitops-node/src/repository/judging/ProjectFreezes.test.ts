import { discover } from '../../discovery/discover';
import { fileTreeOf } from '../../discovery/testing/fileTreeOf';
import { EditedTree } from '../../proposals/EditedTree';
import { judgeUnits } from '../judgeUnits';
import { matchesGlob } from './matchesGlob';

const url = 'https://forge.quillmoor.example/quillmoor/config.git';

const application = (name: string, project: string, cluster: string) => `---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: ${project}
  destination: { name: ${cluster}, namespace: ${name} }
  source: { repoURL: ${url}, path: apps/${name}, targetRevision: HEAD }
`;

const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec: { template: { spec: { containers: [{ name: c, image: 'acme/${name}:1' }] } } }
`;

const project = (windows: string) => `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: shop, namespace: argocd }
spec:
  syncWindows:
${windows}`;

const files = (windows: string) => ({
  'argocd/project.yaml': project(windows),
  'argocd/apps.yaml':
    application('web-production', 'shop', 'eu-1') +
    application('cart-production', 'shop', 'us-1') +
    application('other-production', 'default', 'eu-1'),
  'apps/web-production/web.yaml': deployment('web'),
  'apps/cart-production/cart.yaml': deployment('cart'),
  'apps/other-production/other.yaml': deployment('other'),
});

/** What is said of one unit at a time, though there are no policies. */
async function judged(windows: string, unit: string, now: string) {
  const tree = fileTreeOf(files(windows));
  const discovery = discover({
    repository: { id: 'config', url },
    branches: [{ name: 'main', tree }],
    environments: [],
    rules: [],
  });
  return judgeUnits({
    units: discovery.units.filter(({ name }) => name === unit),
    targets: discovery.targets,
    repository: {
      discover: async () => ({ ...discovery, revisions: { main: 'a' } }),
      tree: async () => tree,
    },
    renderer: {
      render: () => Promise.reject(new Error('nothing needs a render')),
    },
    policies: [],
    now: new Date(now),
  });
}

const holidays = `    - kind: deny
      schedule: 0 0 20 12 *
      duration: 24h
      timeZone: Europe/Berlin
      applications: ['web-*']
`;

const frozen = {
  policy: 'sync windows of the AppProject shop',
  level: 'deny',
  resource: 'argoproj.io/AppProject/argocd/shop',
  message: 'production is frozen until 2026-12-20T23:00:00.000Z',
};

describe('the sync windows of a project', () => {
  it('hold back the Applications that they select, while they are open', async () => {
    const during = '2026-12-20T10:00:00Z';
    const of = (unit: string) => judged(holidays, unit, during);
    expect((await of('web-production')).policies).toEqual([frozen]);
    expect((await of('cart-production')).policies).toEqual([]);
    expect((await of('other-production')).policies).toEqual([]);
  });

  it('are told when they open soon, and not once they are closed', async () => {
    const at = async (now: string) =>
      (await judged(holidays, 'web-production', now)).policies;
    await expect(at('2026-12-19T22:30:00Z')).resolves.toEqual([
      {
        ...frozen,
        level: 'warn',
        message: 'production freezes at 2026-12-19T23:00:00.000Z',
      },
    ]);
    await expect(at('2026-12-19T12:00:00Z')).resolves.toEqual([]);
    await expect(at('2026-12-20T23:00:01Z')).resolves.toEqual([]);
  });

  it('hold back everything outside those that allow', async () => {
    const office = `    - { kind: allow, schedule: '0 9 * * 1-5', duration: 8h, clusters: [eu-*] }
`;
    const at = async (unit: string, now: string) =>
      (await judged(office, unit, now)).policies;
    const friday = '2026-11-20T10:00:00Z';
    const saturday = '2026-11-21T10:00:00Z';
    await expect(at('web-production', friday)).resolves.toEqual([]);
    await expect(at('web-production', saturday)).resolves.toMatchObject([
      {
        level: 'deny',
        message: 'production is frozen until 2026-11-23T09:00:00.000Z',
      },
    ]);
    await expect(at('cart-production', saturday)).resolves.toEqual([]);
  });

  it('deny nothing where a person may sync by hand', async () => {
    const manual = `${holidays}      manualSync: true\n`;
    const { policies } = await judged(
      manual,
      'web-production',
      '2026-12-20T10:00:00Z',
    );
    expect(policies).toMatchObject([
      { level: 'warn', message: expect.stringContaining('by hand is allowed') },
    ]);
  });

  it('select by any of what they name, or by all of it', async () => {
    const window = (operator: boolean) => `    - kind: deny
      schedule: 0 0 20 12 *
      duration: 24h
      andOperator: ${operator}
      namespaces: ['*-production']
      clusters: [us-1]
`;
    const of = async (operator: boolean) =>
      (await judged(window(operator), 'web-production', '2026-12-20T10:00:00Z'))
        .policies.length;
    await expect(of(false)).resolves.toBe(1);
    await expect(of(true)).resolves.toBe(0);
  });

  it.each([
    ['{ kind: deny, schedule: whenever, duration: 1h, clusters: [eu-1] }'],
    ['{ kind: deny, schedule: 0 0 * * *, duration: long, clusters: [eu-1] }'],
    ['{ kind: never }'],
    ['hello'],
  ])('are told where they can not be understood: %s', async window => {
    const { policies, diagnostics } = await judged(
      `    - ${window}\n`,
      'web-production',
      '2026-12-20T10:00:00Z',
    );
    expect(policies).toEqual([]);
    expect(diagnostics).toMatchObject([
      {
        level: 'warning',
        code: 'sync-window-invalid',
        file: 'argocd/project.yaml',
        line: 6,
      },
    ]);
  });

  it('are those in force, not those that a proposal would bring', async () => {
    const tree = fileTreeOf(files(holidays));
    const edited = new EditedTree(
      tree,
      new Map([['argocd/project.yaml', project('    []\n')]]),
    );
    const input = {
      repository: { id: 'config', url },
      environments: [],
      rules: [],
    };
    const as = (of: typeof edited | typeof tree) => {
      const discovery = discover({
        ...input,
        branches: [{ name: 'main', tree: of }],
      });
      return {
        discovery,
        discover: async () => ({ ...discovery, revisions: { main: 'a' } }),
        tree: async () => of,
      };
    };
    const after = as(edited);
    const { policies } = await judgeUnits({
      ...after.discovery,
      repository: after,
      before: as(tree),
      renderer: {
        render: () => Promise.reject(new Error('nothing needs a render')),
      },
      policies: [],
      now: new Date('2026-12-20T10:00:00Z'),
    });
    expect(policies).toEqual([frozen]);
  });
});

describe('matchesGlob', () => {
  it.each([
    ['*', '', true],
    ['web-*', 'web-production', true],
    ['web-*', 'cart-web-x', false],
    ['*-prod-?', 'web-prod-1', true],
    ['https://*.example', 'https://a.b.example', true],
    ['a?c', 'ac', false],
    ['[a]*', 'a', false],
    [`${'*a'.repeat(500)}b`, 'a'.repeat(2000), false],
  ])('%s on %s', (pattern, text, matches) => {
    expect(matchesGlob(pattern, text)).toBe(matches);
  });
});
