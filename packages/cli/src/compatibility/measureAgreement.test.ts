import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  ConfigRepository,
  GitConfigRepository,
} from '@backstage-gitops/plugin-gitops-node';
import { createUnitRenderer } from '../repository/createRenderer';
import { makeRepository } from '../testing/makeRepository';
import { Agreement, measureAgreement } from './measureAgreement';

const workload = (kind: string, name: string, images: readonly string[]) => {
  const containers = images
    .map((image, index) => `{ name: c${index}, image: "${image}" }`)
    .join(', ');
  const pod = `spec: { initContainers: [{ name: i, image: acme/init:1 }], containers: [${containers}] }`;
  const template =
    kind === 'CronJob'
      ? `jobTemplate: { spec: { template: { ${pod} } } }`
      : `template: { ${pod} }`;
  return `apiVersion: ${kind === 'CronJob' ? 'batch' : 'apps'}/v1
kind: ${kind}
metadata: { name: ${name} }
spec: { ${template} }
`;
};

const base = {
  'base/kustomization.yaml': 'resources: [deployment.yaml]',
  'base/deployment.yaml': workload('Deployment', 'payments', [
    'acme/payments:1',
    `docker.example.com:5000/acme/proxy:1.2@sha256:${'a'.repeat(64)}`,
  ]),
};

const digest = `sha256:${'b'.repeat(64)}`;

/** Kustomize's ways to change an image, each as one overlay. */
const overlays: Readonly<Record<string, string>> = {
  'a new tag': 'images: [{ name: acme/payments, newTag: "2" }]',
  'a new name': 'images: [{ name: acme/payments, newName: mirror/payments }]',
  'a digest': `images: [{ name: acme/payments, digest: "${digest}" }]`,
  'a tag and a digest': `images: [{ name: acme/payments, newTag: "2", digest: "${digest}" }]`,
  'a registry with a port':
    'images: [{ name: docker.example.com:5000/acme/proxy, newTag: "3" }]',
  'an image that is not there': 'images: [{ name: acme/other, newTag: "2" }]',
  'the same image twice':
    'images: [{ name: acme/payments, newTag: "2" }, { name: acme/payments, newTag: "3" }]',
  'a renamed image that another entry names':
    'images: [{ name: acme/payments, newName: acme/other }, { name: acme/other, newTag: "3" }]',
  'a strategic merge patch': `patches:
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: payments }
      spec: { template: { spec: { containers: [{ name: c0, image: acme/patched:5 }, { name: extra, image: acme/extra:6 }] } } }
`,
  'a patch that deletes a container': `patches:
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: payments }
      spec: { template: { spec: { containers: [{ name: c1, $patch: delete }] } } }
`,
  'a JSON patch': `patches:
  - target: { kind: Deployment }
    patch: |
      - { op: replace, path: /spec/template/spec/containers/0/image, value: acme/json:7 }
      - { op: add, path: /spec/template/spec/containers/-, value: { name: more, image: acme/more:8 } }
      - { op: remove, path: /spec/template/spec/initContainers }
`,
  'a replacement': `configMapGenerator: [{ name: versions, literals: [payments=acme/replaced:9] }]
replacements:
  - source: { kind: ConfigMap, name: versions, fieldPath: data.payments }
    targets:
      - select: { kind: Deployment }
        fieldPaths: [spec.template.spec.containers.0.image]
`,
  'a prefix and a patch after it': `namePrefix: live-
patches:
  - target: { kind: Deployment, name: payments }
    patch: |
      - { op: replace, path: /spec/template/spec/containers/0/image, value: acme/prefixed:1 }
`,
  'a component': `components: [../../component]
images: [{ name: acme/payments, newTag: "2" }]
`,
};

const files = {
  ...base,
  'component/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [cron.yaml]
images: [{ name: acme/payments, newTag: from-component }]
`,
  'component/cron.yaml': workload('CronJob', 'settle', ['acme/settle:4']),
  ...Object.fromEntries(
    Object.values(overlays).map((text, index) => [
      `overlays/case-${index}/kustomization.yaml`,
      `resources: [../../base]\n${text}`,
    ]),
  ),
};

let folder: string;
let agreement: Agreement;

type Read = Pick<ConfigRepository, 'discover' | 'tree'>;

async function agreementOf(
  directory: string,
  change: (repository: Read) => Read = repository => repository,
): Promise<Agreement> {
  const repository = new GitConfigRepository({
    repository: { id: 'fixtures', url: directory, rules: [] },
    environments: [],
    mirrorDirectory: path.join(folder, `mirror-${path.basename(directory)}`),
  });
  try {
    await repository.refresh();
    return await measureAgreement(
      change(repository),
      await createUnitRenderer({
        environment: { ...process.env, XDG_CACHE_HOME: folder },
      }),
    );
  } finally {
    await repository.close();
  }
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-agreement-'));
  const repository = makeRepository(path.join(folder, 'fixtures'));
  repository.commit(files, 'Add overlays');
  agreement = await agreementOf(repository.directory);
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('measureAgreement', () => {
  it.each(Object.keys(overlays).map((name, index) => [name, index] as const))(
    'sees both readers agree on %s',
    (_, index) => {
      const directory = `overlays/case-${index}`;
      expect(
        agreement.disagreements.filter(({ path: at }) => at === directory),
      ).toEqual([]);
    },
  );

  it('has looked at each of them', () => {
    expect([...agreement.indeterminate]).toEqual([]);
    expect(agreement.agreeing + agreement.disagreements.length).toBe(
      Object.keys(overlays).length,
    );
    expect([...agreement.indeterminate]).toEqual([]);
  });

  it('tells a unit on which they differ', async () => {
    const repository = makeRepository(path.join(folder, 'differing'));
    repository.commit(base, 'Add a base');
    const found = await agreementOf(repository.directory, read => ({
      tree: options => read.tree(options),
      discover: async options => ({
        ...(await read.discover(options)),
        targets: [],
      }),
    }));
    expect(found.disagreements).toMatchObject([
      { path: 'base', onlyDeclared: [] },
    ]);
    expect(found.disagreements[0].onlyRendered).toContain('acme/payments:1');
  });

  it('looks at charts, too', async () => {
    const repository = makeRepository(path.join(folder, 'charts'));
    const values = (tag: string) =>
      `image: { repository: acme/payments, tag: ${tag} }\n`;
    repository.commit(
      {
        'payments/Chart.yaml':
          'apiVersion: v2\nname: payments\nversion: 0.1.0\n',
        'payments/values.yaml': values('"1"'),
        'payments/values-staging.yaml': values('"2"'),
        'payments/values-production.yaml': values('"3"'),
        'payments/templates/payments.yaml': workload('Deployment', 'payments', [
          '{{ .Values.image.repository }}:{{ .Values.image.tag }}',
        ]).replace('initContainers: [{ name: i, image: acme/init:1 }], ', ''),
      },
      'Add a chart',
    );
    const found = await agreementOf(repository.directory);
    expect(found).toMatchObject({ agreeing: 2, disagreements: [] });
  });
});
