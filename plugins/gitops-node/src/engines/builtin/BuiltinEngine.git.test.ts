import {
  describeWithKubernetes,
  KubernetesObject,
} from '@backstage-gitops/envtest';
import {
  SourceRepository,
  TemporaryFolder,
} from '../../git/testing/SourceRepository';
import { GitConfigRepository } from '../../repository/GitConfigRepository';
import { createTestRenderer } from '../../repository/testing/renderFiles';
import { UnitRenderer } from '../../repository/UnitRenderer';
import { DesiredUnit } from '../Engine';
import { EngineOnServer } from './__testUtils__/EngineOnServer';
import { configMap } from './__testUtils__/objects';

const image = (version: string) => `registry.example.com/books:${version}`;

const manifests = (version: string, resources: readonly string[]) => ({
  'books/production/kustomization.yaml': [
    'namespace: bookshop',
    `resources: [${resources.join(', ')}]`,
  ].join('\n'),
  'books/production/books.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: books, labels: { app: books } }
spec:
  replicas: 1
  selector: { matchLabels: { app: books } }
  template:
    metadata: { labels: { app: books } }
    spec:
      containers:
        - name: books
          image: ${image(version)}
          ports: [{ containerPort: 8080 }]
`,
  'books/production/flags.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: flags }
data: { sale: "no" }
`,
});

describeWithKubernetes('BuiltinEngine with a Git repository', () => {
  let on: EngineOnServer;
  let renderer: UnitRenderer;
  const folder = new TemporaryFolder();

  beforeAll(async () => {
    on = await EngineOnServer.start();
    renderer = await createTestRenderer();
    await on.server.namespace('bookshop');
  });
  afterAll(async () => {
    await on?.stop();
    folder.remove();
  });

  it('brings a merge to the cluster, and takes away what a commit removed', async () => {
    const source = new SourceRepository(folder.join('config.git'));
    const all = ['books.yaml', 'flags.yaml'];
    const first = source.commit(manifests('v41', all));
    const repository = new GitConfigRepository({
      repository: { id: 'shop', url: source.path, rules: [] },
      environments: [],
      mirrorDirectory: folder.join('mirror'),
    });
    const declared = async (): Promise<DesiredUnit[]> => {
      await repository.refresh();
      const { units, targets } = await repository.discover();
      return Promise.all(
        units.map(async unit => ({
          ...(await renderer.render({ repository, unit: unit.id })),
          unit,
          targets: targets
            .filter(target => target.unit === unit.id)
            .map(target => ({ ...target, artifacts: [...target.artifacts] })),
        })),
      );
    };
    const books = (): Promise<KubernetesObject | undefined> =>
      on.server.read({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'books', namespace: 'bookshop' },
      });

    const engine = on.watch({ mode: 'auto' }, await declared());
    await engine.see(({ appliedRevision }) => appliedRevision === first);
    expect(JSON.stringify(await books())).toContain(image('v41'));

    source.commit(manifests('v42', all), { branch: 'promote' });
    const tip = source.tip('promote');
    const merge = source.commit(manifests('v42', ['books.yaml']), {
      message: 'Merge pull request #7',
      parents: [first, ...(tip === undefined ? [] : [tip])],
    });
    engine.declare(await declared());
    const merged = await engine.see(
      ({ appliedRevision, sync }) =>
        appliedRevision === merge && sync.state === 'synced',
    );
    expect(merged.resources).toHaveLength(1);
    expect(JSON.stringify(await books())).toContain(image('v42'));
    const flags = configMap('bookshop', 'flags');
    expect(await on.server.read(flags)).toBeUndefined();

    // What was changed by hand is told with the line that declares it.
    await engine.stop();
    const observing = on.watch({}, await declared());
    await on.server.patch(
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'books', namespace: 'bookshop' },
      },
      { spec: { replicas: 5 } },
      { fieldManager: 'kubectl-scale' },
    );
    const drifted = await observing.see(
      ({ sync }) => sync.state === 'outOfSync',
    );
    expect(drifted.resources[0].differences).toMatchObject([
      {
        field: 'spec.replicas',
        declared: 1,
        live: 5,
        lastWrite: { manager: 'kubectl-scale' },
        origin: { file: 'books/production/books.yaml', line: 5 },
      },
    ]);
    await repository.close();
  });
});
