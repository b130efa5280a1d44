import { Entity } from '@backstage/catalog-model';
import { knownEntity } from '../../entities/EntitySelector';
import { hintOf } from './hintOf';

function hintBy(annotations: Record<string, string>) {
  const entity: Entity = {
    ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Component' },
    metadata: { name: 'cart', annotations },
  };
  return hintOf(knownEntity(entity)?.selector);
}

describe('hintOf', () => {
  it('names the Application that annotations name, and where it is', () => {
    expect(
      hintBy({
        'argocd/app-name': 'cart-prod',
        'argocd/app-namespace': 'teams',
        'argocd/instance-name': 'eu',
        'argocd/project-name': 'shop',
      }),
    ).toEqual({
      ...{ name: 'cart-prod', namespace: 'teams' },
      ...{ instance: 'eu', project: 'shop' },
    });
  });

  it('takes a selector, and nothing from an entity without either', () => {
    expect(hintBy({ 'argocd/app-selector': 'app=cart' })).toEqual({
      selector: 'app=cart',
    });
    expect(hintBy({ 'argocd/instance-name': 'eu' })).toBeUndefined();
  });

  it('follows none of several names: which one a unit means is not told', () => {
    expect(
      hintBy({ 'argocd/app-name': 'cart-dev, cart-prod' }),
    ).toBeUndefined();
  });
});
