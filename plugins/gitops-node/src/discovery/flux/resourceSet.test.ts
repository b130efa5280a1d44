import {
  describeDiagnostics,
  discoverFiles,
  summary,
} from '../testing/describeDiscovery';

function resourceSet(spec: string): string {
  return [
    'apiVersion: fluxcd.controlplane.io/v1',
    'kind: ResourceSet',
    'metadata: {name: shops, namespace: flux-system}',
    'spec:',
    spec,
  ].join('\n');
}

const release = [
  '  resources:',
  '    - apiVersion: source.toolkit.fluxcd.io/v1',
  '      kind: OCIRepository',
  '      metadata: {name: shop, namespace: shops}',
  '      spec: {url: oci://registry.example/charts/shop, ref: {tag: 2.1.0}}',
  '    - apiVersion: helm.toolkit.fluxcd.io/v2',
  '      kind: HelmRelease',
  '      metadata: {name: "shop-<< inputs.tenant >>", namespace: shops}',
  '      spec:',
  '        chartRef: {kind: OCIRepository, name: shop}',
  '        values: {image: {repository: acme/shop, tag: << inputs.tag >>}}',
].join('\n');

const inputs = [
  '  inputs:',
  '    - {tenant: north, tag: v1}',
  '    - {tenant: south, tag: v2}',
].join('\n');

function applied(set: string) {
  return discoverFiles({
    'clusters/one/flux.yaml': [
      'apiVersion: kustomize.toolkit.fluxcd.io/v1',
      'kind: Kustomization',
      'metadata: {name: flux-system, namespace: flux-system}',
      'spec: {path: ./clusters/one, sourceRef: {kind: GitRepository, name: flux-system}}',
    ].join('\n'),
    'clusters/one/shops.yaml': set,
  });
}

describe('ResourceSet', () => {
  it('makes its resources for each of its inputs, whose lines are the origin', () => {
    const discovery = applied(resourceSet(`${inputs}\n${release}`));
    expect(summary(discovery)).toEqual([
      'shop-north default/one: chart shop 2.1.0 (clusters/one/shops.yaml:12), image acme/shop v1 (clusters/one/shops.yaml:6)',
      'shop-south default/one: chart shop 2.1.0 (clusters/one/shops.yaml:12), image acme/shop v2 (clusters/one/shops.yaml:7)',
    ]);
    expect(describeDiagnostics(discovery, 'resource-set-unread')).toEqual([]);
  });

  it('makes them once where it has no inputs', () => {
    const plain = release
      .replace('-<< inputs.tenant >>', '')
      .replace('<< inputs.tag >>', 'v3');
    expect(summary(applied(resourceSet(plain)))).toEqual([
      'shop default/one: chart shop 2.1.0 (clusters/one/shops.yaml:9), image acme/shop v3 (clusters/one/shops.yaml:15)',
    ]);
  });

  it('runs what its resources run, in the unit that applies it', () => {
    const pod =
      '  resources: [{apiVersion: v1, kind: Pod, metadata: {name: "<< inputs.name >>"}, spec: {containers: [{name: a, image: acme/agent:v4}]}}]';
    const list = '  inputs: [{name: left}, {name: right}]';
    expect(summary(applied(resourceSet(`${list}\n${pod}`)))).toEqual([
      'left default/one: image acme/agent v4 (clusters/one/shops.yaml:6)',
      'right default/one: image acme/agent v4 (clusters/one/shops.yaml:6)',
    ]);
  });

  it('says what it does not read', () => {
    const more = release.replace('inputs.tag', 'inputs.tag | quote');
    expect(
      [
        `${inputs}\n${more}`,
        `  inputsFrom: [{kind: ResourceSetInputProvider, name: tenants}]\n${release}`,
      ].map(spec =>
        describeDiagnostics(applied(resourceSet(spec)), 'resource-set-unread'),
      ),
    ).toEqual([
      [
        'info resource-set-unread clusters/one/shops.yaml:1 What the ResourceSet shops makes of a template is not read.',
      ],
      [
        'info resource-set-unread clusters/one/shops.yaml:1 What the ResourceSet shops makes of inputsFrom is not read.',
      ],
    ]);
  });
});
