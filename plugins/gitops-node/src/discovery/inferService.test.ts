import { discoverFiles } from './testing/describeDiscovery';

const pod = (name: string, more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}${more}}\nspec: {containers: [{name: c, image: "acme/${name}-image:v1"}]}\n`;

const unit = (name: string, path: string, more = '') =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}${more}}\nspec: {path: ${path}}\n`;

/** Services of a unit of that name that applies those pods. */
function services(name: string, pods: readonly string[], more = ''): string[] {
  const { targets } = discoverFiles({
    'clusters/prod/unit.yaml': unit(name, './shop/prod', more),
    'shop/prod/pods.yaml': pods.join('---\n'),
  });
  return targets.map(({ service }) => service).sort();
}

describe('inferServices', () => {
  it('takes the name of the unit, without its environment', () => {
    expect(services('payments-prod', [pod('worker'), pod('api')])).toEqual([
      'payments',
    ]);
    expect(services('prod-payments', [pod('api')])).toEqual(['payments']);
  });

  it('lets an explicit label or annotation win', () => {
    const label = ', labels: {backstage.io/kubernetes-id: cart}';
    expect(services('payments', [pod('a', label), pod('b')])).toEqual([
      'cart',
      'payments',
    ]);
    const annotation = ', annotations: {gitops/service: wallet}';
    expect(services('payments', [pod('a')], annotation)).toEqual(['wallet']);
  });

  it('tells labelled strangers apart, and keeps relatives together', () => {
    const labelled = (name: string) =>
      pod(name, `, labels: {app.kubernetes.io/name: ${name}}`);
    expect(
      services('payments', [
        labelled('payments-api'),
        labelled('payments-worker'),
        labelled('redis'),
      ]),
    ).toEqual(['payments', 'redis']);
  });

  it('looks at the workloads where the unit is only a collection', () => {
    expect(
      services('apps', [pod('web'), pod('x', ', labels: {app: storefront}')]),
    ).toEqual(['shop', 'storefront']);
  });

  it('keeps other names as aliases', () => {
    const { targets } = discoverFiles({
      'clusters/prod/unit.yaml': unit('shop-frontend', './shop/prod'),
      'shop/prod/pods.yaml': pod('frontend'),
    });
    expect(targets[0]).toMatchObject({
      service: 'shop-frontend',
      aliases: ['frontend', 'frontend-image'],
    });
  });
});
