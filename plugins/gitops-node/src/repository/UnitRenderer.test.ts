import {
  SourceRepository,
  TemporaryFolder,
} from '../git/testing/SourceRepository';
import { GitConfigRepository } from './GitConfigRepository';
import { createTestRenderer, renderUnit } from './testing/renderFiles';
import { UnitRenderer } from './UnitRenderer';

const deployment = (image: string, name: string = 'cart') =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { template: { spec: { containers: [{ name, image }] } } },
  });

const kustomization = (spec: readonly string[]) =>
  [
    'apiVersion: kustomize.toolkit.fluxcd.io/v1',
    'kind: Kustomization',
    'metadata: { name: cart, namespace: flux-system }',
    'spec:',
    '  path: ./apps/cart',
    '  sourceRef: { kind: GitRepository, name: flux-system }',
    ...spec.map(line => `  ${line}`),
  ].join('\n');

let renderer: UnitRenderer;

beforeAll(async () => {
  renderer = await createTestRenderer();
}, 60_000);

describe('UnitRenderer', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = new TemporaryFolder();
  });
  afterEach(() => folder.remove());

  it('renders a unit at the newest revision and at an older one', async () => {
    const source = new SourceRepository(folder.join('config.git'));
    const files = (image: string) => ({
      'cart/production/kustomization.yaml':
        'namespace: shop\nresources: [cart.yaml]\n',
      'cart/production/cart.yaml': deployment(image),
    });
    const first = source.commit(files('acme/cart:1'));
    const second = source.commit(files('acme/cart:2'));
    const repository = new GitConfigRepository({
      repository: { id: 'shop', url: source.path, rules: [] },
      environments: [],
      mirrorDirectory: folder.join('mirror'),
    });
    try {
      const { units } = await repository.discover();
      const [{ id: unit }] = units;
      const newest = await renderer.render({ repository, unit });
      const older = await renderer.render({ repository, unit, ref: first });
      expect([newest.revision, older.revision]).toEqual([second, first]);
      expect(newest).toMatchObject({
        unit,
        indeterminate: [],
        diagnostics: [],
        resources: [
          {
            resource: {
              kind: 'Deployment',
              metadata: { name: 'cart', namespace: 'shop' },
            },
          },
        ],
      });
      expect(JSON.stringify(newest.resources)).toContain('acme/cart:2');
      expect(JSON.stringify(older.resources)).toContain('acme/cart:1');
      await expect(
        renderer.render({ repository, unit: 'nobody' }),
      ).rejects.toThrow('declares no unit nobody');
    } finally {
      await repository.close();
    }
  });

  it('builds what a Flux Kustomization adds to its directory', async () => {
    const { resources, indeterminate } = await renderUnit(
      renderer,
      {
        'flux/cart.yaml': kustomization([
          'targetNamespace: shop',
          'namePrefix: eu-',
          'components: [../../parts]',
          'images: [{ name: acme/cart, newTag: "7" }]',
          'patches:',
          '  - target: { kind: Deployment, name: cart }',
          '    patch: |',
          '      - { op: add, path: /spec/replicas, value: 3 }',
        ]),
        'apps/cart/cart.yaml': deployment('acme/cart:1'),
        'parts/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: [{ pairs: { team: money } }]\n',
      },
      'Kustomization',
    );
    expect(indeterminate).toEqual([]);
    expect(resources.map(({ resource }) => resource)).toEqual([
      expect.objectContaining({
        metadata: {
          name: 'eu-cart',
          namespace: 'shop',
          labels: { team: 'money' },
        },
        spec: {
          replicas: 3,
          template: {
            spec: { containers: [{ name: 'cart', image: 'acme/cart:7' }] },
          },
        },
      }),
    ]);
  });

  it('says why what lies elsewhere can not be told', async () => {
    const { resources, indeterminate, diagnostics } = await renderUnit(
      renderer,
      {
        'flux/cart.yaml': kustomization([]).replace(
          'name: flux-system }',
          'name: elsewhere }',
        ),
        'flux/source.yaml':
          'apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: elsewhere }\nspec: { url: "https://git.fernhollow.example/other/config", ref: { tag: v1 } }\n',
      },
      'Kustomization',
    );
    expect(resources).toEqual([]);
    expect(indeterminate).toEqual([
      'what it applies is in https://git.fernhollow.example/other/config',
    ]);
    expect(diagnostics).toMatchObject([
      { level: 'error', code: 'render-remote-base' },
    ]);
  });
});
