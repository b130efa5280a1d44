function deployment(name: string, images: readonly string[]): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    `metadata: {name: ${name}, labels: {app: ${name}}, annotations: {team: blue}}`,
    'spec:',
    `  selector: {matchLabels: {app: ${name}}}`,
    '  template:',
    `    metadata: {labels: {app: ${name}}}`,
    '    spec:',
    '      containers:',
    ...images.map(
      (image, index) => `      - {name: c${index}, image: "${image}"}`,
    ),
  ].join('\n');
}

const base = {
  'base/kustomization.yaml': 'resources: [shop.yaml, cart.yaml, job.yaml]\n',
  'base/shop.yaml': deployment('shop', ['acme/shop:v1', 'acme/side:s1']),
  'base/cart.yaml': deployment('cart', [
    'registry.acme.example:5000/cart:c1',
    'acme/shop-tools:t1',
  ]),
  'base/job.yaml':
    'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: nightly}\nspec: {schedule: "0 1 * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, initContainers: [{name: i, image: acme/init}], containers: [{name: j, image: acme/job:j1}]}}}}}\n',
};

const digest = `sha256:${'e'.repeat(64)}`;

function overlay(...lines: readonly string[]): Record<string, string> {
  return { ...base, 'top/kustomization.yaml': lines.join('\n') };
}

/**
 * Kustomizations that render without a network, each built from `top`: what
 * discovery declares of them must be what kustomize renders.
 */
export const kustomizeFixtures: Readonly<
  Record<string, Readonly<Record<string, string>>>
> = {
  'a base alone': overlay('resources: [../base]'),
  'tags, names and digests': overlay(
    'resources: [../base]',
    'images:',
    '- {name: acme/shop, newTag: v2}',
    '- {name: acme/side, newName: mirror/side}',
    `- {name: "registry.acme.example:5000/cart", digest: "${digest}"}`,
    `- {name: acme/job, newName: mirror/job, newTag: j2, digest: "${digest}"}`,
    '- {name: acme/init, newTag: "1.10"}',
  ),
  'overrides of overrides': {
    ...overlay(
      'resources: [../middle]',
      'images: [{name: mirror/shop, newTag: v4}, {name: acme/shop, newTag: v9}]',
    ),
    'middle/kustomization.yaml':
      'resources: [../base]\nimages: [{name: acme/shop, newName: mirror/shop, newTag: v3}]\n',
  },
  'strategic patches': {
    ...overlay(
      'resources: [../base]',
      'patches:',
      '- path: patch.yaml',
      '- patch: |-',
      '    apiVersion: apps/v1',
      '    kind: Deployment',
      '    metadata: {name: anything}',
      '    spec: {template: {spec: {initContainers: [{name: wait, image: acme/wait:w1}]}}}',
      '  target: {kind: Deployment, annotationSelector: "team=blue"}',
      '- patch: "{apiVersion: batch/v1, kind: CronJob, metadata: {name: nightly}, $patch: delete}"',
    ),
    'top/patch.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {template: {spec: {containers: [{name: c1, $patch: delete}, {name: c0, image: acme/shop:v5}, {name: new, image: acme/new:n1}]}}}\n',
  },
  'a patch that renames': overlay(
    'resources: [../base]',
    'patches:',
    '- target: {kind: Deployment, name: shop}',
    '  options: {allowNameChange: true}',
    '  patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: eu-shop}, spec: {template: {spec: {containers: [{name: c0, image: \'acme/shop:v6\'}]}}}}"',
    '- target: {kind: Deployment, name: cart}',
    '  patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: eu-cart}, spec: {template: {spec: {containers: [{name: c0, image: \'acme/cart:v6\'}]}}}}"',
  ),
  'JSON patches': overlay(
    'resources: [../base]',
    'patches:',
    '- target: {kind: Deployment, name: "sho.*"}',
    '  patch: |-',
    '    - {op: replace, path: /spec/template/spec/containers/0/image, value: "acme/shop:v6"}',
    '    - {op: remove, path: /spec/template/spec/containers/1}',
    '- target: {group: apps, version: v1, kind: Deployment, labelSelector: "app in (cart, x)"}',
    '  patch: |-',
    '    - {op: add, path: /spec/template/spec/containers/-, value: {name: z, image: "acme/z:z1"}}',
  ),
  'names, namespaces and labels': {
    ...overlay(
      'resources: [../middle]',
      'patches:',
      '- patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: shop}, spec: {template: {spec: {containers: [{name: c0, image: \'acme/shop:v7\'}]}}}}"',
    ),
    'middle/kustomization.yaml':
      'resources: [../base]\nnamePrefix: eu-\nnameSuffix: -a\nnamespace: shops\nlabels: [{pairs: {region: eu}}]\n',
  },
  components: {
    ...overlay(
      'resources: [../base]',
      'components: [../debug, ../pin]',
      'images: [{name: acme/debug, newTag: d2}]',
    ),
    'debug/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- target: {kind: Deployment}\n  patch: |-\n    - {op: add, path: /spec/template/spec/containers/-, value: {name: debug, image: "acme/debug:d1"}}\n',
    'pin/kustomization.yaml':
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\nimages: [{name: acme/shop, newTag: v8}]\n',
    'pin/extra.yaml': deployment('extra', ['acme/extra:e1']),
  },
  replacements: {
    ...overlay(
      'resources: [../base, version.yaml]',
      'replacements:',
      '- source: {kind: ConfigMap, name: version, fieldPath: data.tag}',
      '  targets:',
      '  - select: {kind: Deployment, name: shop}',
      '    fieldPaths: ["spec.template.spec.containers.[name=c0].image"]',
      '    options: {delimiter: ":", index: 1}',
    ),
    'top/version.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: version}\ndata: {tag: v11}\n',
  },
  'generators and several documents': {
    ...overlay(
      'resources: [../base, more.yaml]',
      'configMapGenerator: [{name: settings, literals: [level=info]}]',
      'secretGenerator: [{name: keys, literals: [a=b]}]',
      'images: [{name: acme/more, newTag: m2}]',
    ),
    'top/more.yaml': `${deployment('one', ['acme/more:m1'])}\n---\n${deployment(
      'two',
      ['acme/more'],
    )}\n`,
  },
  'custom resources': {
    ...overlay(
      'resources: [../base, shop.yaml]',
      'patches: [{path: patch.yaml}]',
      'images: [{name: acme/a, newTag: a9}]',
    ),
    'top/shop.yaml':
      'apiVersion: acme.example/v1\nkind: Shop\nmetadata: {name: s}\nspec: {parts: [{name: a, image: "acme/a:1"}], containers: [{name: x, image: "acme/a:1"}]}\n',
    'top/patch.yaml':
      'apiVersion: acme.example/v1\nkind: Shop\nmetadata: {name: s}\nspec: {parts: [{name: b, image: "acme/b:2"}]}\n',
  },
};
