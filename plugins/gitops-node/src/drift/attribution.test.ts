import {
  compare,
  container,
  entry,
  found,
  object,
  ourManager,
  written,
} from './testing/pair';

describe('attribution', () => {
  it('names who wrote a field last, through keyed items and atomic values', () => {
    const image = (value: string, args: string[]) =>
      container({ image: value, args });
    const at = (fields: Record<string, unknown>) => ({
      'f:spec': {
        'f:template': {
          'f:spec': { 'f:containers': { 'k:{"name":"app"}': fields } },
        },
      },
    });
    const live = written(
      image('shop:v2', ['--slow']),
      entry(ourManager, at({ '.': {}, 'f:name': {} })),
      entry('kubectl-set', at({ 'f:image': {} }), {
        time: '2026-11-21T08:00:00Z',
      }),
      entry('helper', at({ 'f:args': {} }), { subresource: 'scale' }),
    );
    const { differences } = compare({
      declared: image('shop:v1', ['--fast']),
      live,
    });
    expect(differences).toMatchObject([
      {
        field: 'spec.template.spec.containers[name=app].image',
        lastWrite: {
          manager: 'kubectl-set',
          operation: 'Update',
          time: '2026-11-21T08:00:00Z',
        },
      },
      {
        field: 'spec.template.spec.containers[name=app].args[0]',
        lastWrite: { manager: 'helper', subresource: 'scale' },
      },
    ]);
  });

  it('reads no sense into managedFields that have none', () => {
    const declared = object('ConfigMap', { data: { a: '1' } });
    const live = object(
      'ConfigMap',
      { data: { a: '2' } },
      {
        managedFields: [
          null,
          'text',
          { operation: 'Apply', fieldsV1: 'x' },
          entry(ourManager, { 'k:{': {}, 'f:data': { 'k:5': {}, 'f:a': 7 } }),
        ],
      },
    );
    expect(found(compare({ declared, live }))).toEqual(['changed data.a']);
  });

  it('tells the line that declares the field', () => {
    const declared = object('Secret', { stringData: { a: 'x' } });
    const live = object('Secret', { data: { a: 'eQ==' } });
    const { differences } = compare({
      declared,
      live,
      origin: field =>
        field === 'stringData.a' ? { file: 'a.yaml', line: 7 } : undefined,
    });
    expect(differences).toMatchObject([
      { field: 'data.a', origin: { file: 'a.yaml', line: 7 } },
    ]);
  });
});
