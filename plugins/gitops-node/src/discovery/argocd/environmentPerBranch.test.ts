import { discover } from '../discover';
import {
  describeDiagnostics,
  describeTargets,
  ownUrl,
} from '../testing/describeDiscovery';
import { fileTreeOf } from '../testing/fileTreeOf';

function application(name: string, path: string, revision: string): string {
  return [
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    `metadata: { name: ${name}, namespace: argocd }`,
    'spec:',
    `  source: { repoURL: '${ownUrl}', path: ${path}, targetRevision: ${revision} }`,
    '  destination: { server: https://kubernetes.default.svc }',
  ].join('\n');
}

const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: shop }\nspec: { containers: [{ name: shop, image: "${image}" }] }`;

function discoverBranches(
  staging: Record<string, string>,
  production: Record<string, string>,
) {
  return discover({
    repository: { id: 'shop-deploy', url: ownUrl },
    branches: [
      { name: 'main', environment: 'staging', tree: fileTreeOf(staging) },
      {
        name: 'release',
        environment: 'production',
        tree: fileTreeOf(production),
      },
    ],
    environments: [],
    rules: [],
  });
}

describe('an environment for each branch', () => {
  it('is what the branch says, with its own history', () => {
    const files = (tag: string, revision: string) => ({
      'apps/shop.yaml': application('shop', 'shop', revision),
      'shop/pod.yaml': pod(`acme/shop:${tag}`),
    });
    const discovery = discoverBranches(
      files('v2', 'main'),
      files('v1', 'release'),
    );
    expect(describeTargets(discovery)).toEqual([
      expect.stringMatching(/^shop production: image acme\/shop v1 /),
      expect.stringMatching(/^shop staging: image acme\/shop v2 /),
    ]);
    expect(
      discovery.targets.map(({ environment, branch }) => [environment, branch]),
    ).toEqual(
      expect.arrayContaining([
        ['staging', 'main'],
        ['production', 'release'],
      ]),
    );
    const ids = discovery.targets.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  it('leaves out the folders of another environment, and says so', () => {
    const files = {
      'apps/staging.yaml': application('shop-staging', 'shop/staging', 'HEAD'),
      'apps/production.yaml': application(
        'shop-production',
        'shop/production',
        'HEAD',
      ),
      'shop/staging/pod.yaml': pod('acme/shop:v2'),
      'shop/production/pod.yaml': pod('acme/shop:v1'),
    };
    const discovery = discoverBranches(files, files);
    expect(describeTargets(discovery)).toEqual([
      expect.stringMatching(/^shop production: image acme\/shop v1 /),
      expect.stringMatching(/^shop staging: image acme\/shop v2 /),
    ]);
    const codes = discovery.diagnostics.map(({ code }) => code);
    expect(codes.filter(code => /environment/.test(code))).toHaveLength(2);
    expect(
      describeDiagnostics(discovery, ...codes).filter(line =>
        /apps\/(staging|production)\.yaml:\d+/.test(line),
      ).length,
    ).toBeGreaterThanOrEqual(2);
  });
});
