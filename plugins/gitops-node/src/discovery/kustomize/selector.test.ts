import { Manifest } from '../../manifests/Manifest';
import { parseYaml } from '../../manifests/parseYaml';
import { selects } from './selector';

const source = { branch: 'main', file: 'a.yaml' };

function isSelected(target: string): boolean {
  const text =
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: eu-shop, namespace: shops, labels: {app: shop, tier: web}, annotations: {team: blue}}\n';
  const [object] = parseYaml(text, source).documents;
  const [selector] = parseYaml(target, source).documents;
  return selects(selector.root, {
    manifest: Manifest.of(object)[0],
    formerNames: ['shop'],
    formerNamespaces: [undefined],
  });
}

describe('selects', () => {
  it.each([
    '{kind: Deployment}',
    '{group: apps, version: v1, name: eu-shop}',
    '{name: shop}',
    '{name: "sh.*|cart"}',
    '{namespace: shops}',
    '{labelSelector: "app=shop,tier!=db"}',
    '{labelSelector: "app in (cart, shop), tier"}',
    '{annotationSelector: "team notin (red),!owner"}',
    '{annotationSelector: "mode != off"}',
  ])('%s', target => expect(isSelected(target)).toBe(true));

  it.each([
    '{kind: StatefulSet}',
    '{version: v2}',
    '{name: sho}',
    '{name: "hop.*"}',
    '{namespace: other}',
    '{labelSelector: "app==cart"}',
    '{labelSelector: "!tier"}',
    '{annotationSelector: "team in (red)"}',
  ])('not %s', target => expect(isSelected(target)).toBe(false));

  it('takes patterns made to be slow, or broken ones, as plain names', () => {
    expect(isSelected('{name: "(e+)+$"}')).toBe(false);
    expect(isSelected('{name: "(eu-shop"}')).toBe(false);
  });
});
