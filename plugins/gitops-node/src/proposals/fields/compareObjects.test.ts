import { parseField } from '../../manifests/fieldPath';
import { FieldEdit } from '../edit/editField';
import { compareObjects } from './compareObjects';

const configMap = (name: string, data: object) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});

const workload = (spec: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec,
});

const change = (
  kind: string,
  name: string,
  field: string,
  edit: FieldEdit,
) => ({
  unit: 'web',
  resource: { group: kind === 'ConfigMap' ? '' : 'apps', kind, name },
  segments: parseField(field) ?? [],
  field,
  edit,
});

const scaled = change('Deployment', 'web', 'spec.replicas', {
  op: 'set',
  value: 5,
});

describe('compareObjects', () => {
  it('is content where the change is made and nothing else', () => {
    expect(
      compareObjects(
        [workload({ replicas: 2 }), configMap('a', {})],
        [configMap('a', {}), workload({ replicas: 5 })],
        [scaled],
      ),
    ).toEqual({ state: 'alone' });
  });

  it.each([
    ['is not made', { replicas: 3 }],
    ['is made of another type', { replicas: '5' }],
    ['comes with more', { replicas: 5, paused: true }],
  ])('tells the object of a change that %s', (_, spec) => {
    expect(
      compareObjects([workload({ replicas: 2 })], [workload(spec)], [scaled]),
    ).toEqual({ state: 'other', resource: 'apps/Deployment/_/web' });
  });

  it.each([
    ['changes', [configMap('a', { x: '2' })]],
    ['is gone', []],
    ['is new', [configMap('a', { x: '1' }), configMap('b', {})]],
  ])('tells another object that %s', (_, others) => {
    const compared = compareObjects(
      [workload({}), configMap('a', { x: '1' })],
      [workload({ replicas: 5 }), ...others],
      [scaled],
    );
    expect(compared.state).toBe('more');
  });

  it('leaves open where in a list of objects one is added', () => {
    const added = change('Deployment', 'web', 'spec.env[name=B]', {
      op: 'set',
      value: { name: 'B' },
    });
    const before = workload({ env: [{ name: 'A' }] });
    const after = workload({ env: [{ name: 'B' }, { name: 'A' }] });
    expect(compareObjects([before], [after], [added]).state).toBe('alone');
  });

  it('keeps the order of a list of texts', () => {
    const before = workload({ args: ['a', 'b'], replicas: 1 });
    const after = workload({ args: ['b', 'a'], replicas: 5 });
    expect(compareObjects([before], [after], [scaled]).state).toBe('other');
  });

  it('takes what a removal leaves empty for gone', () => {
    const removed = change('Deployment', 'web', 'spec.a.b', { op: 'remove' });
    const before = workload({ a: { b: 1 } });
    expect(compareObjects([before], [workload({})], [removed]).state).toBe(
      'alone',
    );
    expect(
      compareObjects([before], [workload({ a: { c: 1 } })], [removed]).state,
    ).toBe('other');
  });

  it('follows an object that is named by its content', () => {
    const uses = (name: string) =>
      workload({ envFrom: [{ configMapRef: { name } }] });
    const set = change('ConfigMap', 'a-f9tdbb8mbb', 'data.x', {
      op: 'set',
      value: '2',
    });
    const before = [
      configMap('a-f9tdbb8mbb', { x: '1' }),
      uses('a-f9tdbb8mbb'),
    ];
    const after = (used: string) => [
      configMap('a-7cdfdkk8d6', { x: '2' }),
      uses(used),
    ];
    expect(compareObjects(before, after('a-7cdfdkk8d6'), [set]).state).toBe(
      'alone',
    );
    expect(compareObjects(before, after('b'), [set]).state).toBe('more');
  });
});
