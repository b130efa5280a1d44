import { compareResource } from './compareResource';
import {
  appliedFrom,
  compare,
  container,
  entry,
  found,
  object,
  options,
  ourManager,
  written,
} from './testing/pair';

describe('classes of differences', () => {
  const declared = object('ConfigMap', { data: { a: '1', b: '2', e: '' } });

  it('tells what changed, what is missing and what waits to be removed', () => {
    const live = written(
      object('ConfigMap', { data: { a: '9', c: '3', d: '4', e: '' } }),
      entry(ourManager, { 'f:data': { 'f:a': {}, 'f:c': {} } }),
      entry('kubectl-edit', { 'f:data': { 'f:d': {} } }),
    );
    expect(compare({ declared, live })).toMatchObject({
      group: '',
      kind: 'ConfigMap',
      namespace: 'bookshop',
      name: 'shop',
      status: 'drifted',
      differences: [
        { field: 'data.a', class: 'changed', declared: '1', live: '9' },
        { field: 'data.b', class: 'missing', declared: '2' },
        { field: 'data.c', class: 'pendingRemoval', live: '3' },
      ],
    });
  });

  it('lists what others added apart, where it is asked for', () => {
    const live = written(
      object('ConfigMap', { data: { a: '1', b: '2', d: '4', e: '' } }),
      entry('kubectl-edit', { 'f:data': { 'f:d': {} } }),
      entry(
        'kubelet',
        { 'f:status': { 'f:phase': {} } },
        { subresource: 'status' },
      ),
    );
    expect(found(compare({ declared, live }))).toEqual([]);
    const drift = compare({ declared, live }, { unmanaged: true });
    expect(found(drift)).toEqual(['unmanaged data.d']);
    expect(drift.status).toBe('synced');
  });

  it('never takes marks of engines for something to remove', () => {
    const live = written(
      object(
        'ConfigMap',
        { data: { a: '1', b: '2', e: '' } },
        {
          labels: {
            'applyset.kubernetes.io/part-of': 'applyset-1',
            'kustomize.toolkit.fluxcd.io/name': 'shop',
          },
          annotations: { 'argocd.argoproj.io/tracking-id': 'shop' },
        },
      ),
      entry(ourManager, {
        'f:metadata': {
          'f:labels': {
            'f:applyset.kubernetes.io/part-of': {},
            'f:kustomize.toolkit.fluxcd.io/name': {},
          },
          'f:annotations': { 'f:argocd.argoproj.io/tracking-id': {} },
        },
      }),
    );
    expect(found(compare({ declared, live }, { unmanaged: true }))).toEqual([]);
  });

  it('takes what a client-side apply recorded for what was declared', () => {
    const before = object(
      'ConfigMap',
      { data: { a: '1', c: '3' } },
      { labels: { tier: 'web' } },
    );
    const live = appliedFrom(before, {
      ...before,
      data: { a: '1', b: '2', c: '3', e: '' },
    });
    expect(found(compare({ declared, live }))).toEqual([
      'pendingRemoval metadata.labels.tier',
      'pendingRemoval data.c',
    ]);
  });

  it('reports a value of another type, `80` is not `"80"`', () => {
    const port = (targetPort: unknown) =>
      object('Service', { spec: { ports: [{ port: 80, targetPort }] } });
    expect(found(compare({ declared: port(80), live: port('80') }))).toEqual([
      'changed spec.ports[port=80,protocol=TCP].targetPort',
    ]);
  });

  it('tells a whole resource that is missing or orphaned', () => {
    expect(compare({ declared }).status).toBe('missing');
    expect(compare({ live: declared }).status).toBe('orphaned');
    expect(compareResource({}, options)).toBeUndefined();
  });
});

it('compares long lists in time that grows with their length', () => {
  const names = Array.from(
    { length: 5_000 },
    (_, index) => `VARIABLE_${index}`,
  );
  const env = (value: string) =>
    container({ env: names.map(name => ({ name, value })) });
  const owned = Object.fromEntries(
    names.map(name => [`k:{"name":"${name}"}`, { '.': {}, 'f:value': {} }]),
  );
  const at = (fields: Record<string, unknown>) => ({
    'f:spec': {
      'f:template': {
        'f:spec': {
          'f:containers': { 'k:{"name":"app"}': { 'f:env': fields } },
        },
      },
    },
  });
  const live = written(
    appliedFrom(env('1'), env('2')),
    entry(ourManager, at(owned)),
    entry('kubectl-set', at(owned)),
  );
  const { differences } = compare({ declared: env('1'), live });
  expect(differences).toHaveLength(5_000);
  expect(differences[4_999].lastWrite?.manager).toBe('kubectl-set');
});

it('takes keys of objects for no part of the language', () => {
  const declared = object('ConfigMap', {
    data: { constructor: 'x', ['__proto__']: 'y', toString: 'z' },
  });
  const live = object('ConfigMap', { data: { other: '1' } });
  expect(found(compare({ declared, live })).sort()).toEqual([
    'missing data.__proto__',
    'missing data.constructor',
    'missing data.toString',
  ]);
});

it('masks what the keys around it call a secret', () => {
  const env = (value: string) =>
    container({ env: [{ name: 'API_TOKEN', value }] });
  const drift = compare({ declared: env('one'), live: env('two') });
  expect(drift.differences[0].declared).toMatch(/^\*\*\*/);
  expect(drift.differences[0].live).toMatch(/^\*\*\*/);
  expect(drift.differences[0].declared).not.toBe(drift.differences[0].live);
});
