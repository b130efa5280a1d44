import { Resource } from '../../manifests/Resource';
import { desiredUnit } from './__testUtils__/desiredUnit';
import { declaredObjects } from './declaredObjects';
import { TypeIndex } from './TypeIndex';

const types = new TypeIndex([
  {
    ...{ group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps' },
    ...{ namespaced: true, verbs: [] },
  },
  {
    ...{ group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces' },
    ...{ namespaced: false, verbs: [] },
  },
]);

const object = (kind: string, metadata: object): Resource => ({
  apiVersion: kind === 'Shelf' ? 'library.example.com/v1' : 'v1',
  kind,
  metadata,
});

const declared = (namespace: string | undefined, ...resources: Resource[]) =>
  declaredObjects(desiredUnit(resources, { namespace }), types);

describe('declaredObjects', () => {
  it.each<[string, string | undefined, object, string]>([
    ['its own namespace', 'shop', { namespace: 'own' }, 'own'],
    ["the unit's", 'shop', {}, 'shop'],
    ['the default one', undefined, {}, 'default'],
  ])('takes %s', (_, ofUnit, metadata, expected) => {
    const [{ ref, resource }] = declared(
      ofUnit,
      object('ConfigMap', { name: 'flags', ...metadata }),
    );
    expect(ref.namespace).toBe(expected);
    expect(resource.metadata).toEqual({ name: 'flags', namespace: expected });
  });

  it('ignores a namespace that is declared for an object of the cluster', () => {
    const [{ ref, resource }] = declared(
      'shop',
      object('Namespace', { name: 'shop', namespace: 'shop' }),
    );
    expect(ref).toEqual({ group: '', kind: 'Namespace', name: 'shop' });
    expect(resource.metadata).toEqual({ name: 'shop' });
  });

  it.each([
    ['Namespaced', 'shop'],
    ['Cluster', undefined],
  ])('reads from the CRD beside it that a kind is %s', (scope, namespace) => {
    const [shelf] = declared('shop', object('Shelf', { name: 'novels' }), {
      ...object('CustomResourceDefinition', { name: 'shelves' }),
      spec: { group: 'library.example.com', scope, names: { kind: 'Shelf' } },
    });
    expect(shelf.ref.namespace).toBe(namespace);
    expect(shelf.type).toBeUndefined();
  });

  it('tells what can not be told apart', () => {
    const problems = declared(
      'shop',
      object('ConfigMap', { name: 'flags' }),
      object('ConfigMap', { name: 'flags', namespace: 'shop' }),
      object('ConfigMap', { generateName: 'job-' }),
    ).map(({ problem }) => problem);
    expect(problems).toEqual([
      undefined,
      'It is declared twice',
      'It has no name',
    ]);
  });
});
