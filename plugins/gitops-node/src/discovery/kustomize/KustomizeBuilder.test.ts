import { locate, nodeAt } from '../../manifests/YamlNode';
import { BranchManifests } from '../BranchManifests';
import { findImages } from '../findImages';
import { fileTreeOf } from '../testing/fileTreeOf';
import { KustomizeBuilder } from './KustomizeBuilder';

function deployment(name: string, image: string): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    `metadata: {name: ${name}}`,
    'spec:',
    '  template:',
    '    spec:',
    '      containers:',
    '        - name: app',
    `          image: ${image}`,
    '        - {name: side, image: acme/side:s1}',
  ].join('\n');
}

function build(files: Record<string, string>, directory: string) {
  const tree = fileTreeOf(files);
  const branch = new BranchManifests({ name: 'main', tree });
  const built = new KustomizeBuilder(branch).build(directory);
  if (built === undefined) throw new Error(`no kustomization in ${directory}`);
  const images = built.manifests.flatMap(manifest =>
    findImages(manifest.root).map(
      ({ name, version, digest, location }) =>
        `${manifest.namespace ?? '-'}/${manifest.name} ${name}:${version}${
          digest ? `@${digest}` : ''
        } ${location.file}:${location.line} ${location.field}`,
    ),
  );
  const codes = built.diagnostics.map(
    ({ code, file, line }) => `${code} ${file}:${line}`,
  );
  return { built, images, codes };
}

const base = {
  'base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'base/deployment.yaml': deployment('shop', 'acme/shop:v1'),
};

describe('KustomizeBuilder', () => {
  it('tells the field that supplied the winning image, level by level', () => {
    const { images } = build(
      {
        ...base,
        'middle/kustomization.yaml':
          'resources: [../base]\nimages:\n- name: acme/shop\n  newTag: v2\n',
        'top/kustomization.yaml': [
          'resources: [../middle]',
          'images:',
          '- name: acme/shop',
          '  newName: mirror/shop',
          '- name: mirror/shop',
          '  newTag: v3',
          `  digest: sha256:${'a'.repeat(64)}`,
        ].join('\n'),
      },
      'top',
    );
    expect(images).toEqual([
      `-/shop mirror/shop:v3@sha256:${'a'.repeat(
        64,
      )} top/kustomization.yaml:6 images[name=mirror/shop].newTag`,
      '-/shop acme/side:s1 base/deployment.yaml:10 spec.template.spec.containers[name=side].image',
    ]);
  });

  it('keeps the tag where only the name is replaced', () => {
    const { images } = build(
      {
        ...base,
        'top/kustomization.yaml':
          'resources: [../base]\nimages: [{name: acme/shop, newName: mirror/shop}]\n',
      },
      'top',
    );
    expect(images[0]).toBe(
      '-/shop mirror/shop:v1 base/deployment.yaml:9 spec.template.spec.containers[name=app].image',
    );
  });

  it('scales what is meant by its name, and tells where', () => {
    const { built } = build(
      {
        ...base,
        'top/kustomization.yaml':
          'resources: [../base]\nnamePrefix: eu-\nreplicas:\n- name: shop\n  count: 7\n',
      },
      'top',
    );
    const [shop] = built.manifests.filter(({ kind }) => kind === 'Deployment');
    const replicas = nodeAt(shop.root, 'spec', 'replicas');
    expect(replicas).toMatchObject({ value: 7 });
    expect(replicas && locate(replicas)).toMatchObject({
      file: 'top/kustomization.yaml',
      line: 5,
      field: 'replicas[name=shop].count',
    });
  });

  it('leaves images alone whose name only begins alike', () => {
    const { images, built } = build(
      {
        ...base,
        'top/kustomization.yaml':
          'resources: [../base]\nimages: [{name: acme/sho, newTag: v9}]\n',
      },
      'top',
    );
    expect(images[0]).toContain('acme/shop:v1');
    expect(built.unmatchedImages.map(({ name }) => name)).toEqual(['acme/sho']);
  });

  it('merges strategic patches by container, inline and from a file', () => {
    const { images } = build(
      {
        ...base,
        'top/kustomization.yaml': [
          'resources: [../base]',
          'patches:',
          '- path: patch.yaml',
          '- patch: |-',
          '    apiVersion: apps/v1',
          '    kind: Deployment',
          '    metadata: {name: shop}',
          '    spec:',
          '      template:',
          '        spec:',
          '          containers:',
          '          - {name: side, image: acme/side:s2}',
          'patchesStrategicMerge:',
          '- |-',
          '  {apiVersion: apps/v1, kind: Deployment, metadata: {name: shop}, spec: {template: {spec: {initContainers: [{name: init, image: acme/init:i1}]}}}}',
        ].join('\n'),
        'top/patch.yaml': [
          'apiVersion: apps/v1',
          'kind: Deployment',
          'metadata: {name: shop}',
          'spec: {template: {spec: {containers: [{name: app, image: acme/shop:v5}]}}}',
        ].join('\n'),
      },
      'top',
    );
    expect(images.sort()).toEqual([
      '-/shop acme/init:i1 top/kustomization.yaml:15 patchesStrategicMerge[0]',
      '-/shop acme/shop:v5 top/patch.yaml:4 spec.template.spec.containers[name=app].image',
      '-/shop acme/side:s2 top/kustomization.yaml:12 patches[1].patch',
    ]);
  });

  it('applies JSON patches to what their target selects', () => {
    const { images, codes } = build(
      {
        ...base,
        'base/kustomization.yaml':
          'resources: [deployment.yaml, other.yaml]\ncommonLabels: {tier: web}\n',
        'base/other.yaml': deployment('cart', 'acme/cart:c1'),
        'top/kustomization.yaml': [
          'resources: [../base]',
          'patches:',
          '- target: {kind: Deployment, name: "sh.*", labelSelector: "tier=web"}',
          '  patch: |-',
          '    - op: replace',
          '      path: /spec/template/spec/containers/0/image',
          '      value: acme/shop:v6',
          '    - {op: remove, path: /spec/template/spec/containers/1}',
          'patchesJson6902:',
          '- target: {version: v1, kind: Deployment, name: cart}',
          '  path: json.yaml',
          '- target: {kind: Deployment, name: cart}',
          '  patch: "[{op: replace, path: /spec/nowhere/x, value: 1}]"',
        ].join('\n'),
        'top/json.yaml':
          '- op: add\n  path: /spec/template/spec/containers/-\n  value: {name: more, image: acme/more:m1}\n',
      },
      'top',
    );
    expect(images).toEqual([
      '-/shop acme/shop:v6 top/kustomization.yaml:7 patches[0].patch',
      '-/cart acme/cart:c1 base/other.yaml:9 spec.template.spec.containers[name=app].image',
      '-/cart acme/side:s1 base/other.yaml:10 spec.template.spec.containers[name=side].image',
      '-/cart acme/more:m1 top/json.yaml:3 [0].value.image',
    ]);
    expect(codes).toEqual([
      'kustomize-patch-unmatched top/kustomization.yaml:13',
    ]);
  });

  it('removes what a patch deletes and leaves out what it nulls', () => {
    const { built } = build(
      {
        ...base,
        'top/kustomization.yaml': [
          'resources: [../base, more.yaml]',
          'patches:',
          '- patch: |-',
          '    {apiVersion: v1, kind: ConfigMap, metadata: {name: gone}, $patch: delete}',
          '- patch: |-',
          '    {apiVersion: v1, kind: ConfigMap, metadata: {name: kept}, data: {a: null}}',
        ].join('\n'),
        'top/more.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: gone}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept}\ndata: {a: "1", b: "2"}\n',
      },
      'top',
    );
    expect(built.manifests.map(({ name }) => name)).toEqual(['shop', 'kept']);
    expect([...built.manifests[1].root.entries.keys()]).toContain('data');
    expect(findImages(built.manifests[1].root)).toEqual([]);
  });

  it('replaces the lists of custom resources', () => {
    const resource = (image: string) =>
      `apiVersion: acme.example/v1\nkind: Shop\nmetadata: {name: s}\nspec: {parts: [{name: a, image: "${image}"}]}\n`;
    const { images } = build(
      {
        'kustomization.yaml':
          'resources: [shop.yaml]\npatches: [{path: patch.yaml}]\n',
        'shop.yaml': resource('acme/a:1'),
        'patch.yaml': resource('acme/b:2'),
      },
      '',
    );
    expect(images).toEqual([
      '-/s acme/b:2 patch.yaml:4 spec.parts[name=a].image',
    ]);
  });

  it('names, places and finds again: prefix, suffix, namespace', () => {
    const { images } = build(
      {
        ...base,
        'middle/kustomization.yaml':
          'resources: [../base]\nnamePrefix: eu-\nnameSuffix: -a\nnamespace: shops\n',
        'top/kustomization.yaml': [
          'resources: [../middle]',
          'patches:',
          '- patch: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: shop}, spec: {template: {spec: {containers: [{name: app, image: \'acme/shop:v7\'}]}}}}"',
        ].join('\n'),
      },
      'top',
    );
    expect(images[0]).toContain('shops/eu-shop-a acme/shop:v7');
  });

  it('applies components onto what includes them', () => {
    const { images, built } = build(
      {
        ...base,
        'parts/kustomization.yaml':
          'kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nresources: [extra.yaml]\nimages: [{name: acme/shop, newTag: v8}]\n',
        'parts/extra.yaml': deployment('extra', 'acme/extra:e1'),
        'top/kustomization.yaml':
          'resources: [../base]\ncomponents: [../parts]\n',
      },
      'top',
    );
    expect(images[0]).toContain('acme/shop:v8 parts/kustomization.yaml:4');
    expect(images.join()).toContain('acme/extra:e1');
    expect([...built.files].sort()).toEqual([
      'base/deployment.yaml',
      'base/kustomization.yaml',
      'parts/extra.yaml',
      'parts/kustomization.yaml',
      'top/kustomization.yaml',
    ]);
  });

  it('makes the ref of a remote base an artifact, and its images too', () => {
    const { built, codes } = build(
      {
        'kustomization.yaml': [
          'resources:',
          '- https://github.com/acme/operator/config/default?ref=0123abcd',
          '- https://raw.githubusercontent.com/acme/crds/v1.2.3/all.yaml',
          'images:',
          '- name: quay.io/acme/operator',
          '  newTag: 0123abcd',
          'patches: [{path: patch.yaml}]',
        ].join('\n'),
        'patch.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: theirs}\n',
      },
      '',
    );
    expect(
      built.artifacts.map(({ name, version, location }) => ({
        name,
        version,
        at: `${location.line} ${location.field}`,
      })),
    ).toEqual([
      { name: 'acme/operator', version: '0123abcd', at: '2 resources[0]' },
      { name: 'acme/crds', version: 'v1.2.3', at: '3 resources[1]' },
    ]);
    expect(
      built.remoteImages.map(node => [node.text, locate(node).field]),
    ).toEqual([
      [
        'quay.io/acme/operator:0123abcd',
        'images[name=quay.io/acme/operator].newTag',
      ],
    ]);
    expect(codes).toEqual([]);
  });

  it('takes the image that a patch sets in what a remote base holds', () => {
    const { built, codes } = build(
      {
        'kustomization.yaml': [
          'resources: ["https://github.com/acme/operator?ref=v1"]',
          'patches:',
          '- patch: |-',
          '    apiVersion: apps/v1',
          '    kind: Deployment',
          '    metadata: {name: theirs}',
          '    spec: {template: {spec: {containers: [{name: a, image: "acme/ours:o1"}]}}}',
        ].join('\n'),
      },
      '',
    );
    expect(
      built.artifacts.map(
        ({ kind, name, version, location }) =>
          `${kind} ${name} ${version} ${location.line}`,
      ),
    ).toEqual(['gitRef acme/operator v1 1', 'image acme/ours o1 7']);
    expect(codes).toEqual([]);
  });

  it('copies fields by replacements', () => {
    const { images } = build(
      {
        ...base,
        'top/kustomization.yaml': [
          'resources: [../base, version.yaml]',
          'replacements:',
          '- source: {kind: ConfigMap, name: version, fieldPath: data.tag}',
          '  targets:',
          '  - select: {kind: Deployment, name: shop}',
          '    fieldPaths: ["spec.template.spec.containers.[name=app].image"]',
          '    options: {delimiter: ":", index: 1}',
        ].join('\n'),
        'top/version.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: version}\ndata: {tag: v11}\n',
      },
      'top',
    );
    expect(images[0]).toBe('-/shop acme/shop:v11 top/version.yaml:4 data.tag');
  });

  it('generates ConfigMaps whose files are dependency files', () => {
    const { built } = build(
      {
        'base/kustomization.yaml':
          'configMapGenerator: [{name: values, files: [values.yaml=base.yaml]}]\n',
        'base/base.yaml': 'image: {tag: v1}\n',
        'top/kustomization.yaml':
          'resources: [../base]\nconfigMapGenerator: [{name: values, behavior: merge, files: [values.yaml]}]\n',
        'top/values.yaml': 'image: {tag: v2}\n',
      },
      'top',
    );
    expect(built.files).toEqual(
      expect.arrayContaining(['base/base.yaml', 'top/values.yaml']),
    );
    expect(built.manifests).toHaveLength(1);
    expect(built.manifests[0].name).toBe('values');
  });

  it('reads charts that kustomize inflates, with the images of their values', () => {
    const { built } = build(
      {
        'kustomization.yaml':
          'helmCharts:\n- name: redis\n  repo: https://charts.acme.example\n  version: 1.2.3\n  valuesFile: values.yaml\ngenerators: [chart.yaml]\n',
        'values.yaml': 'image:\n  repository: acme/redis\n  tag: r7\n',
        'chart.yaml':
          'apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: x}\nname: loki\nrepo: https://charts.acme.example\nversion: 4.5.6\nvaluesInline: {image: {tag: l1}}\n',
      },
      '',
    );
    expect(
      built.artifacts.map(
        ({ kind, name, version, location }) =>
          `${kind} ${name} ${version} ${location.file}:${location.line}`,
      ),
    ).toEqual([
      'chart redis 1.2.3 kustomization.yaml:4',
      'chart loki 4.5.6 chart.yaml:6',
      'image acme/redis r7 values.yaml:3',
      'image loki l1 chart.yaml:7',
    ]);
  });

  it('stops at cycles and at the edge of the tree, and tells', () => {
    expect(
      build(
        {
          'a/kustomization.yaml': 'resources:\n- ../b\n',
          'b/kustomization.yaml': 'resources:\n- ../a\n',
        },
        'a',
      ).codes,
    ).toEqual(['kustomize-cycle a/kustomization.yaml:undefined']);
    expect(
      build(
        {
          'kustomization.yaml':
            'resources:\n- ../outside\n- /etc/passwd\n- missing.yaml\npatches: [{path: ../../x.yaml}]\n',
        },
        '',
      ).codes,
    ).toEqual([
      'path-outside-tree kustomization.yaml:2',
      'path-outside-tree kustomization.yaml:3',
      'kustomize-resource-missing kustomization.yaml:4',
      'path-outside-tree kustomization.yaml:5',
    ]);
  });
});
