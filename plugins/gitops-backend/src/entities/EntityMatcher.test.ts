import { Entity } from '@backstage/catalog-model';
import { EntityMatcher, MatchableTarget } from './EntityMatcher';
import { knownEntity } from './EntitySelector';

let nextKey = 1;

const target = (
  service: string,
  more: Partial<MatchableTarget> = {},
): MatchableTarget => ({
  key: nextKey++,
  repository: 'platform',
  service,
  aliases: [],
  path: `apps/${service}/production`,
  unitKind: 'Overlay',
  unitName: service,
  unitLabels: {},
  ...more,
});

const entity = (
  name: string,
  annotations: Record<string, string> = {},
  kind = 'Component',
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, annotations },
});

function matches(of: Entity, targets: readonly MatchableTarget[]) {
  const known = knownEntity(of);
  return known ? new EntityMatcher(targets).match(known.selector) : [];
}

describe('EntityMatcher', () => {
  it('finds a component by its name, without regard to case', () => {
    const cart = target('cart');
    expect(matches(entity('Cart'), [cart, target('pay')])).toEqual([cart]);
  });

  it('goes by an alias only where no service has the name', () => {
    const release = target('shop-frontend', { aliases: ['frontend'] });
    const named = target('frontend');
    expect(matches(entity('frontend'), [release])).toEqual([release]);
    expect(matches(entity('frontend'), [release, named])).toEqual([named]);
  });

  it('goes by gitops/service alone where it is set', () => {
    const [cart, worker] = [target('cart'), target('cart-worker')];
    const annotated = entity('shop', { 'gitops/service': 'cart, cart-worker' });
    expect(matches(annotated, [cart, worker, target('shop')])).toEqual([
      cart,
      worker,
    ]);
    expect(
      matches(entity('cart', { 'gitops/service': 'gone' }), [cart]),
    ).toEqual([]);
  });

  it('narrows by repository', () => {
    const ours = target('cart');
    const theirs = target('cart', { repository: 'other' });
    expect(
      matches(entity('cart', { 'gitops/repository': 'platform' }), [
        ours,
        theirs,
      ]),
    ).toEqual([ours]);
    expect(matches(entity('cart'), [ours, theirs])).toEqual([ours, theirs]);
  });

  it('narrows by path, at a boundary of folders', () => {
    const inside = target('cart', { path: 'teams/shop/cart' });
    const beside = target('cart', { path: 'teams/shopping/cart' });
    expect(
      matches(entity('cart', { 'gitops/path': '/teams/shop/' }), [
        inside,
        beside,
      ]),
    ).toEqual([inside]);
  });

  it('follows an Application to its service in every environment', () => {
    const production = target('cart', {
      unitKind: 'Application',
      unitName: 'cart-production',
    });
    const staging = target('cart', {
      unitKind: 'Application',
      unitName: 'cart-staging',
    });
    const annotated = entity('basket', {
      'argocd/app-name': 'cart-production',
    });
    expect(matches(annotated, [production, staging, target('pay')])).toEqual([
      production,
      staging,
    ]);
  });

  it('takes of a unit of many services those of its name, else all', () => {
    const unit = { unitKind: 'Kustomization', unitName: 'shop' };
    const [cart, pay] = [target('cart', unit), target('pay', unit)];
    const flux = { 'kustomize.toolkit.fluxcd.io/name': 'shop' };
    expect(matches(entity('pay', flux), [cart, pay])).toEqual([pay]);
    expect(matches(entity('all-of-it', flux), [cart, pay])).toEqual([
      cart,
      pay,
    ]);
  });

  it('selects Applications by their labels', () => {
    const labelled = target('cart', {
      unitKind: 'Application',
      unitName: 'x',
      unitLabels: { team: 'shop' },
    });
    const other = target('pay', { unitKind: 'Application', unitName: 'y' });
    expect(
      matches(entity('any', { 'argocd/app-selector': 'team=shop' }), [
        labelled,
        other,
      ]),
    ).toEqual([labelled]);
    expect(
      matches(entity('pay', { 'argocd/app-selector': 'team ~ shop' }), [
        labelled,
        other,
      ]),
    ).toEqual([other]);
  });

  it('takes backstage.io/kubernetes-id for another name', () => {
    const cart = target('cart');
    expect(
      matches(entity('basket', { 'backstage.io/kubernetes-id': 'cart' }), [
        cart,
      ]),
    ).toEqual([cart]);
  });

  it('ties no entity of another kind by its name', () => {
    const shop = target('shop');
    expect(matches(entity('shop', {}, 'System'), [shop])).toEqual([]);
    expect(
      matches(entity('shop', { 'gitops/service': 'shop' }, 'System'), [shop]),
    ).toEqual([shop]);
  });
});

describe('knownEntity', () => {
  it('takes the owner from the relation, else from the spec', () => {
    const owned = { ...entity('cart'), spec: { owner: 'shop' } };
    expect(knownEntity(owned)?.owner).toBe('group:default/shop');
    expect(
      knownEntity({
        ...owned,
        relations: [{ type: 'ownedBy', targetRef: 'user:Default/Ada' }],
      })?.owner,
    ).toBe('user:default/ada');
    expect(
      knownEntity({ ...entity('cart'), spec: { owner: ':/' } })?.owner,
    ).toBe('');
  });

  it('keeps the namespace in the reference', () => {
    const elsewhere = entity('cart');
    expect(
      knownEntity({
        ...elsewhere,
        metadata: { ...elsewhere.metadata, namespace: 'Shop' },
      })?.ref,
    ).toBe('component:shop/cart');
  });
});
