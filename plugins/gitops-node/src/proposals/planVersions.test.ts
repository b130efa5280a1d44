import { discover } from '../discovery/discover';
import { DiscoveryInput } from '../discovery/model';
import { fileTreeOf } from '../discovery/testing/fileTreeOf';
import { VersionPlan } from './model';
import { planPromotion } from './planPromotion';
import { planVersions } from './planVersions';

type Files = Record<string, string>;
const sha = (digit: string) => `sha256:${digit.repeat(64)}`;

function promote(files: Files, options: Partial<DiscoveryInput> = {}) {
  const input: DiscoveryInput = {
    repository: { id: 'shop', url: 'https://git.quillmoor.example/shop' },
    branches: [{ name: 'main', tree: fileTreeOf(files) }],
    environments: [],
    rules: [],
    ...options,
  };
  const discovery = discover(input);
  const of = (environment: string) =>
    discovery.targets.filter(
      target => target.service === 'web' && target.environment === environment,
    );
  const [source] = of('staging');
  const { moves, diagnostics } = planPromotion(source, of('production'));
  const plan = planVersions(input, discovery, moves);
  return { ...plan, diagnostics: [...diagnostics, ...plan.diagnostics] };
}

function lines({ files }: Pick<VersionPlan, 'files'>): string[] {
  return files.flatMap(({ path, before = '', after = '' }) => {
    const old = before.split('\n');
    return after
      .split('\n')
      .flatMap((line, index) =>
        line === old[index] ? [] : [`${path}: ${old[index]} > ${line}`],
      );
  });
}

const deployment = (image = 'shop/web') =>
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec: { template: { spec: { containers: [{ name: web, image: "${image}" }] } } }
`;
const overlay = (tag: string, more = '') =>
  `resources: [../base]
images:
  # what runs
  - name: shop/web
    newTag: ${tag}   # keep me
${more}`;
const base = {
  'apps/web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'apps/web/base/deployment.yaml': deployment(),
};

describe('planVersions', () => {
  it('moves the tag of a kustomization, and nothing else of it', () => {
    const plan = promote({
      ...base,
      'apps/web/staging/kustomization.yaml': overlay('v2'),
      'apps/web/production/kustomization.yaml': overlay('v1'),
    });
    expect(plan.diagnostics).toEqual([]);
    expect(plan.alsoAffects).toEqual([]);
    expect(lines(plan)).toEqual([
      'apps/web/production/kustomization.yaml:     newTag: v1   # keep me >     newTag: v2   # keep me',
    ]);
  });

  it('moves tag and digest together', () => {
    const pinned = (tag: string, digit: string) =>
      overlay(tag, `    digest: ${sha(digit)}\n`);
    const plan = promote({
      ...base,
      'apps/web/staging/kustomization.yaml': pinned('v2', 'b'),
      'apps/web/production/kustomization.yaml': pinned('v1', 'a'),
    });
    expect(plan.diagnostics).toEqual([]);
    expect(lines(plan)).toHaveLength(2);
    expect(lines(plan)[1]).toContain(`> ${'    digest: '}${sha('b')}`);
  });

  it('moves a base once for all clusters of the environment', () => {
    const plan = promote({
      ...base,
      'apps/web/staging/kustomization.yaml': overlay('v2'),
      'apps/web/production/base/kustomization.yaml': overlay('v1').replace(
        '../base',
        '../../base',
      ),
      'apps/web/production/eu-1/kustomization.yaml': 'resources: [../base]\n',
      'apps/web/production/us-1/kustomization.yaml': 'resources: [../base]\n',
    });
    expect(plan.diagnostics).toEqual([]);
    expect(plan.moves).toHaveLength(2);
    expect(lines(plan)).toHaveLength(1);
  });

  it('tells who else takes the version from the same place', () => {
    const plan = promote({
      'apps/web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
      'apps/web/base/deployment.yaml': deployment('shop/web:v1'),
      'apps/web/staging/kustomization.yaml': overlay('v2'),
      'apps/web/production/kustomization.yaml': 'resources: [../base]\n',
      'apps/web/development/kustomization.yaml': 'resources: [../base]\n',
    });
    expect(plan.alsoAffects).toMatchObject([{ environment: 'development' }]);
    expect(plan.diagnostics).toMatchObject([
      { level: 'error', code: 'proposal-moves-others' },
    ]);
  });

  it('warns where automation writes the same field', () => {
    const release = (tag: string) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web }
spec:
  chart: { spec: { chart: web, version: 1.0.0, sourceRef: { kind: HelmRepository, name: shop } } }
  values:
    image:
      repository: shop/web
      tag: ${tag} # {"$imagepolicy": "flux-system:web:tag"}
`;
    const plan = promote({
      'clusters/staging/web.yaml': release('v2'),
      'clusters/production/web.yaml': release('v1'),
    });
    expect(lines(plan)).toHaveLength(1);
    expect(plan.diagnostics).toMatchObject([
      { level: 'warning', code: 'proposal-automated' },
    ]);
  });

  it('moves what a rule names', () => {
    const plan = promote(
      {
        'tags/staging/web': 'image_tag: v2\n',
        'tags/production/web': 'image_tag: v1 # bot\n',
      },
      {
        rules: [{ path: 'tags/{environment}/{service}', version: 'image_tag' }],
      },
    );
    expect(lines(plan)).toEqual([
      'tags/production/web: image_tag: v1 # bot > image_tag: v2 # bot',
    ]);
  });

  it('moves from branch to branch', () => {
    const plan = promote(
      {},
      {
        branches: [
          {
            name: 'main',
            environment: 'staging',
            tree: fileTreeOf({
              'web/deployment.yaml': deployment('shop/web:v2'),
            }),
          },
          {
            name: 'production',
            environment: 'production',
            tree: fileTreeOf({
              'web/deployment.yaml': deployment('shop/web:v1'),
            }),
          },
        ],
      },
    );
    expect(plan.diagnostics).toEqual([]);
    expect(plan.files).toMatchObject([
      { branch: 'production', path: 'web/deployment.yaml' },
    ]);
  });

  it('is nothing where nothing differs', () => {
    const plan = promote({
      ...base,
      'apps/web/staging/kustomization.yaml': overlay('v1'),
      'apps/web/production/kustomization.yaml': overlay('v1'),
    });
    expect(plan).toMatchObject({ files: [], moves: [], diagnostics: [] });
  });

  it('refuses where the version comes out of a template', () => {
    const plan = promote({
      ...base,
      'apps/web/staging/kustomization.yaml': overlay('v2'),
      'apps/web/production/kustomization.yaml': overlay('v1').replace(
        'newTag: v1',
        'newTag: &tag v1\n    digest: *tag',
      ),
    });
    expect(plan.diagnostics).toMatchObject([{ code: 'proposal-shared' }]);
    expect(plan.files).toEqual([]);
  });
});
