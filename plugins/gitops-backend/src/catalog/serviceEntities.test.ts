import {
  DefaultNamespaceEntityPolicy,
  FieldFormatEntityPolicy,
} from '@backstage/catalog-model';
import { serviceEntities } from './serviceEntities';

const names = (...args: Parameters<typeof serviceEntities>) =>
  serviceEntities(...args).map(({ metadata }) => metadata.name);

describe('serviceEntities', () => {
  it('makes one component for a service, however often it is declared', () => {
    expect(
      serviceEntities(
        [{ service: 'cart' }, { service: 'cart' }],
        'group:default/shop',
      ),
    ).toMatchObject([
      {
        kind: 'Component',
        metadata: {
          name: 'cart',
          annotations: { 'gitops/service': 'cart' },
        },
        spec: { owner: 'group:default/shop' },
      },
    ]);
  });

  it('makes none for a service that has an entity of its own', () => {
    expect(
      names(
        [
          { service: 'cart', entityRef: 'component:default/basket' },
          { service: 'cart' },
          { service: 'pay' },
        ],
        'shop',
      ),
    ).toEqual(['pay']);
  });

  it('keeps the entity that it made itself', () => {
    expect(
      names([{ service: 'Cart', entityRef: 'component:default/cart' }], 'shop'),
    ).toEqual(['Cart']);
  });

  it.each(['acme/cart', '-', 'ümlaut', 'x'.repeat(90), 'a b'])(
    'gives %p a name that the catalog accepts',
    async service => {
      const [entity] = serviceEntities([{ service }], 'shop');
      const namespaced = await new DefaultNamespaceEntityPolicy().enforce(
        entity,
      );
      await expect(
        new FieldFormatEntityPolicy().enforce(namespaced),
      ).resolves.toBeDefined();
      expect(entity.metadata.annotations?.['gitops/service']).toBe(service);
    },
  );

  it('does not make one name of two services', () => {
    const made = names([{ service: 'a b' }, { service: 'a/b' }], 'shop');
    expect(new Set(made).size).toBe(2);
  });
});
