import { PlannedRepository } from '../testing/PlannedRepository';
import { plannedRepositories } from '../testing/plannedRepositories';

const next = plannedRepositories();
let planned: PlannedRepository;

const files = {
  'web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'web/base/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - { name: web, image: "quillmoor/web:v1" }
`,
  'web/base/notes.md': 'Ask Mara.\n',
  'web/staging/kustomization.yaml': 'resources: [../base]\n',
  'web/production/kustomization.yaml': 'resources: [../base]\n',
};

beforeEach(() => {
  planned = next();
  planned.source.commit(files);
});

it('plans a service, and shows what its clusters would get', async () => {
  const { shown } = await planned.plan({
    kind: 'addService',
    repository: 'config',
    service: 'cart',
    like: 'web',
    image: { name: 'quillmoor/cart', version: 'v7' },
  });
  expect(shown).toMatchObject({
    kind: 'addService',
    title: 'Add cart: quillmoor/cart v7',
    diagnostics: [],
  });
  expect(shown.refused).toBeUndefined();
  // Also what discovery has no use for.
  expect(shown.files.map(({ path }) => path)).toEqual([
    'cart/base/deployment.yaml',
    'cart/base/kustomization.yaml',
    'cart/base/notes.md',
    'cart/production/kustomization.yaml',
    'cart/staging/kustomization.yaml',
  ]);
  expect(shown.rendered).toHaveLength(2);
  for (const { diff } of shown.rendered) {
    expect(diff).toContain('- image: quillmoor/cart:v7');
  }
});

it('plans an environment', async () => {
  const { shown } = await planned.plan({
    kind: 'addEnvironment',
    repository: 'config',
    environment: 'qa',
    like: 'staging',
  });
  expect(shown).toMatchObject({
    title: 'Add the environment qa, like staging',
    files: [{ path: 'web/qa/kustomization.yaml' }],
  });
  expect(shown.refused).toBeUndefined();
  expect(shown.rendered).toHaveLength(1);
});

it('plans what goes, and shows what clusters would lose', async () => {
  const targets = await planned.targets('staging');
  const { shown } = await planned.plan({ kind: 'retireService', targets });
  expect(shown).toMatchObject({
    title: 'Retire web in staging',
    files: [{ path: 'web/staging/kustomization.yaml' }],
  });
  expect(shown.refused).toBeUndefined();
  expect(shown.rendered[0].diff).toContain('-kind: Deployment');
});
