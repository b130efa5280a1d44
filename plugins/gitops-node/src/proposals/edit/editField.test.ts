import { parseField } from '../../manifests/fieldPath';
import { FieldEdit } from './changedData';
import { editBlock } from './editBlock';
import { editField } from './editField';

const at = (field: string, document = '#0') => ({
  document,
  segments: parseField(field) ?? [],
});

function edited(text: string, field: string, edit: FieldEdit): string {
  const result = editField(text, at(field), edit);
  if (result.state === 'refused') throw new Error(result.message);
  return result.text;
}

const lines = (...text: string[]) => `${text.join('\n')}\n`;

interface Case {
  readonly text: string;
  readonly field: string;
  readonly value: unknown;
  readonly result: string;
}

describe('editField sets', () => {
  it.each<[string, Case]>([
    [
      'a number, beside its comment',
      {
        text: 'spec:\n  replicas: 2   # peak\n',
        field: 'spec.replicas',
        value: 5,
        result: 'spec:\n  replicas: 5   # peak\n',
      },
    ],
    [
      'a text that looks like a number, in quotes',
      {
        text: 'data:\n  port: 80\n',
        field: 'data.port',
        value: '8080',
        result: 'data:\n  port: "8080"\n',
      },
    ],
    [
      'a text in the quotes that are there',
      {
        text: "data: {mode: 'slow'}\r\n",
        field: 'data.mode',
        value: 'fast',
        result: "data: {mode: 'fast'}\r\n",
      },
    ],
    [
      'nothing where something was',
      {
        text: 'spec:\n  paused: true\n',
        field: 'spec.paused',
        value: null,
        result: 'spec:\n  paused: null\n',
      },
    ],
    [
      'an item of a list, found by several keys',
      {
        text: lines(
          'spec:',
          '  ports:',
          '  - port: 80',
          '    protocol: UDP',
          '    name: a',
          '  - port: 80',
          '    name: b',
        ),
        field: 'spec.ports[port=80,protocol=TCP].name',
        value: 'c',
        result: lines(
          'spec:',
          '  ports:',
          '  - port: 80',
          '    protocol: UDP',
          '    name: a',
          '  - port: 80',
          '    name: c',
        ),
      },
    ],
    [
      'a list in the place of another, in the way lists are written',
      {
        text: lines('a:', '- 1', '- 2', '# next', 'b: 1'),
        field: 'a',
        value: [3],
        result: lines('a:', '- 3', '# next', 'b: 1'),
      },
    ],
    [
      'a text of several lines',
      {
        text: lines('data:', '  a.conf: |', '    x=1', '  b: 2'),
        field: 'data["a.conf"]',
        value: 'x=2\ny=3\n',
        result: lines('data:', '  a.conf: |', '    x=2', '    y=3', '  b: 2'),
      },
    ],
    [
      'a scalar item of a list',
      {
        text: lines('args:', '  - --a=1 # one', '  - --b=1'),
        field: 'args[0]',
        value: '--a=2',
        result: lines('args:', '  - --a=2 # one', '  - --b=1'),
      },
    ],
  ])('%s', (_, { text, field, value, result }) => {
    expect(edited(text, field, { op: 'set', value })).toBe(result);
  });
});

describe('editField adds', () => {
  it.each<[string, Case]>([
    [
      'an entry after its siblings, before the comments of what follows',
      {
        text: lines(
          'spec:',
          '  a: 1 # one',
          '',
          '# status is not ours',
          'z: 1',
        ),
        field: 'spec.b',
        value: 'x',
        result: lines(
          'spec:',
          '  a: 1 # one',
          '  b: x',
          '',
          '# status is not ours',
          'z: 1',
        ),
      },
    ],
    [
      'all that it stands in',
      {
        text: lines(
          'kind: Deployment',
          'spec:',
          '    template:',
          '        spec:',
          '            containers:',
          '                - name: web',
        ),
        field:
          'spec.template.spec.containers[name=web].resources.limits.memory',
        value: '1Gi',
        result: lines(
          'kind: Deployment',
          'spec:',
          '    template:',
          '        spec:',
          '            containers:',
          '                - name: web',
          '                  resources:',
          '                      limits:',
          '                          memory: 1Gi',
        ),
      },
    ],
    [
      'an item with the key that names it',
      {
        text: lines('containers:', '- name: web', '  image: a'),
        field: 'containers[name=proxy].image',
        value: 'b',
        result: lines(
          'containers:',
          '- name: web',
          '  image: a',
          '- name: proxy',
          '  image: b',
        ),
      },
    ],
    [
      'to a mapping in flow notation',
      {
        text: 'metadata: { name: a, labels: {x: "1"} } # short\n',
        field: 'metadata.labels["app.kubernetes.io/part-of"]',
        value: 'shop',
        result:
          'metadata: { name: a, labels: {x: "1", app.kubernetes.io/part-of: shop} } # short\n',
      },
    ],
    [
      'where nothing was written',
      {
        text: 'metadata:\n  annotations:\nspec: 1\n',
        field: 'metadata.annotations.a',
        value: 'b',
        result: 'metadata:\n  annotations:\n    a: b\nspec: 1\n',
      },
    ],
    [
      'where an empty mapping was written',
      {
        text: 'metadata:\n  annotations: {} # none\nspec: 1\n',
        field: 'metadata.annotations.a',
        value: 'b',
        result: 'metadata:\n  annotations:\n    a: b # none\nspec: 1\n',
      },
    ],
    [
      'at the end of a text without a final newline',
      {
        text: 'a: 1\r\nb:\r\n  c: 2',
        field: 'b.d',
        value: 3,
        result: 'a: 1\r\nb:\r\n  c: 2\r\n  d: 3',
      },
    ],
    [
      'after a block of text',
      {
        text: lines('data:', '  a: |-', '    x', '', '# end', 'b: 1'),
        field: 'data.c',
        value: 1,
        result: lines(
          'data:',
          '  a: |-',
          '    x',
          '  c: 1',
          '',
          '# end',
          'b: 1',
        ),
      },
    ],
    [
      'to an item of a list, below its other keys',
      {
        text: lines(
          'env:',
          '  - name: A',
          '    # why',
          '    value: "1"',
          '  - name: B',
        ),
        field: 'env[name=B].value',
        value: 'on',
        result: lines(
          'env:',
          '  - name: A',
          '    # why',
          '    value: "1"',
          '  - name: B',
          '    value: "on"',
        ),
      },
    ],
  ])('%s', (_, { text, field, value, result }) => {
    expect(edited(text, field, { op: 'set', value })).toBe(result);
  });

  it.each<[string, Case]>([
    [
      'after the last item',
      {
        text: lines('args:', '  - a # first', '  # second', '  - b', 'z: 1'),
        field: 'args',
        value: 'c',
        result: lines(
          'args:',
          '  - a # first',
          '  # second',
          '  - b',
          '  - c',
          'z: 1',
        ),
      },
    ],
    [
      'to a list in flow notation',
      {
        text: 'args: [a, "b"]\n',
        field: 'args',
        value: 'no',
        result: 'args: [a, "b", "no"]\n',
      },
    ],
    [
      'to a list that is empty',
      {
        text: 'args: []\n',
        field: 'args',
        value: 'a',
        result: 'args:\n  - a\n',
      },
    ],
    [
      'to a list that is not there',
      {
        text: 'resources: [a]\n',
        field: 'patches',
        value: { path: 'p.yaml' },
        result: 'resources: [a]\npatches:\n  - path: p.yaml\n',
      },
    ],
  ])('an item %s', (_, { text, field, value, result }) => {
    expect(edited(text, field, { op: 'append', value })).toBe(result);
  });
});

describe('editField removes', () => {
  it.each<[string, Omit<Case, 'value'>]>([
    [
      'an entry with the comments that are about it',
      {
        text: lines(
          'spec:',
          '  a: 1',
          '',
          '  # tuned in May',
          '  # and in June',
          '  b: 2 # really',
          '  # about c',
          '  c: 3',
        ),
        field: 'spec.b',
        result: lines('spec:', '  a: 1', '', '  # about c', '  c: 3'),
      },
    ],
    [
      'the first entry, but not what opens the file',
      {
        text: lines('# owned by shop', 'a: 1', 'b: 2'),
        field: 'a',
        result: lines('# owned by shop', 'b: 2'),
      },
    ],
    [
      'all lines of a collection',
      {
        text: lines('a:', '  b:', '    - 1', '    # last', '    - 2', 'c: 1'),
        field: 'a',
        result: lines('c: 1'),
      },
    ],
    [
      'the first key of an item',
      {
        text: lines(
          'ports:',
          '  - name: web # x',
          '    # the port',
          '    port: 80',
        ),
        field: 'ports[0].name',
        result: lines('ports:', '  - # the port', '    port: 80'),
      },
    ],
    [
      'an item of a list',
      {
        text: lines(
          'env:',
          '- name: A',
          '  value: x',
          '# b',
          '- name: B',
          'z: 1',
        ),
        field: 'env[name=B]',
        result: lines('env:', '- name: A', '  value: x', 'z: 1'),
      },
    ],
    [
      'the only entry, leaving an empty mapping',
      {
        text: lines('metadata:', '  annotations:', '    a: b', '  name: x'),
        field: 'metadata.annotations.a',
        result: lines('metadata:', '  annotations: {}', '  name: x'),
      },
    ],
    [
      'the only item, leaving an empty list',
      {
        text: lines('args:', '  - a', 'z: 1'),
        field: 'args[0]',
        result: lines('args: []', 'z: 1'),
      },
    ],
    [
      'an item that nothing is left of',
      {
        text: lines('env:', '  - value: x', '  - name: B'),
        field: 'env[0].value',
        result: lines('env:', '  - name: B'),
      },
    ],
    [
      'of a mapping in flow notation: the first',
      { text: '{ a: 1, b: 2 }\n', field: 'a', result: '{ b: 2 }\n' },
    ],
    [
      'of a mapping in flow notation: the last',
      { text: 'x: { a: 1, b: 2 }\n', field: 'x.b', result: 'x: { a: 1 }\n' },
    ],
    [
      'of a list in flow notation',
      { text: 'x: [a, b, c]\n', field: 'x[1]', result: 'x: [a, c]\n' },
    ],
    [
      'the last entry of a text without a final newline',
      { text: 'a: 1\nb: 2', field: 'b', result: 'a: 1' },
    ],
  ])('%s', (_, { text, field, result }) => {
    expect(edited(text, field, { op: 'remove' })).toBe(result);
  });
});

describe('editField refuses', () => {
  it.each<[string, string, string, FieldEdit]>([
    ['absent', 'a: 1\n', 'b', { op: 'remove' }],
    ['absent', 'a: 1\n', 'a.b', { op: 'set', value: 1 }],
    ['absent', 'a: [1]\n', 'a[3]', { op: 'set', value: 1 }],
    ['absent', 'a: 1\n', 'a', { op: 'append', value: 1 }],
    ['shared', 'a: &x { b: 1 }\nc: *x\n', 'a.b', { op: 'set', value: 2 }],
    ['shared', 'a: &x { b: 1 }\nc: *x\n', 'c.b', { op: 'set', value: 2 }],
    ['shared', 'a: &x { b: 1 }\nc:\n  <<: *x\n', 'c.b', { op: 'remove' }],
    ['inexact', 'a: 1\n', 'a', { op: 'remove' }],
    ['inexact', '- - a\n  - b\n', '[0][0]', { op: 'remove' }],
    ['templated', 'a: {{ .b }}\n', 'a', { op: 'set', value: 1 }],
    ['unreadable', 'a: [\n', 'a', { op: 'set', value: 1 }],
    ['encrypted', 'a: 1\nsops:\n  mac: x\n', 'a', { op: 'set', value: 1 }],
  ])('what is %s: %j %s', (reason, text, field, edit) => {
    expect(editField(text, at(field), edit)).toMatchObject({
      state: 'refused',
      reason,
    });
  });

  it('an object that the file writes twice', () => {
    const one = 'kind: A\nmetadata: { name: a }\n';
    expect(
      editField(`${one}---\n${one}`, at('b', 'A/_/a'), { op: 'set', value: 1 }),
    ).toMatchObject({ reason: 'ambiguous' });
  });

  it.each([
    'a\nevil: true',
    '${{ x }}',
    '" #',
    "'",
    '{{ x }}',
    '- b',
    '&a',
    '*',
  ])('to let %j out of its field', value => {
    const text = edited('a: v\nb: {c: d}\n', 'b.c', { op: 'set', value });
    expect(editField(text, at('b'), { op: 'remove' })).toEqual({
      state: 'edited',
      text: 'a: v\n',
    });
  });
});

describe('editBlock', () => {
  const text = lines(
    'patches:',
    '  - patch: |-',
    '      kind: Deployment',
    '      spec:',
    '        # peak',
    '        replicas: 2',
    '',
    '  # the next',
    '  - path: other.yaml',
  );

  it('edits the YAML in a field, line by line', () => {
    expect(
      editBlock(text, at('patches[0].patch'), inner =>
        editField(inner, at('spec.paused'), { op: 'set', value: true }),
      ),
    ).toEqual({
      state: 'edited',
      text: text.replace(
        '        replicas: 2\n',
        '        replicas: 2\n        paused: true\n',
      ),
    });
  });

  it('keeps CRLF', () => {
    const crlf = text.replace(/\n/g, '\r\n');
    expect(
      editBlock(crlf, at('patches[0].patch'), inner =>
        editField(inner, at('spec.replicas'), { op: 'set', value: 3 }),
      ),
    ).toEqual({
      state: 'edited',
      text: crlf.replace('replicas: 2', 'replicas: 3'),
    });
  });

  it('refuses what is not a literal block', () => {
    expect(
      editBlock('patch: "a: 1"\n', at('patch'), inner => ({
        state: 'edited',
        text: inner,
      })),
    ).toMatchObject({ reason: 'inexact' });
  });
});
