import { editScalar, ScalarPlace } from './editScalar';

const edit = (
  text: string,
  {
    from,
    to,
    ...place
  }: Partial<ScalarPlace> & { field: string; from: string; to: string },
) =>
  editScalar(text, { document: '#0', line: 1, ...place }, current =>
    current === from ? to : undefined,
  );

function edited(...args: Parameters<typeof edit>): string {
  const result = edit(...args);
  if (result.state === 'refused') throw new Error(result.message);
  return result.text;
}

describe('editScalar', () => {
  it.each([
    ['plain', 'tag: v1\n', 'tag: v2\n'],
    ['double quotes', 'tag: "v1"\n', 'tag: "v2"\n'],
    ['single quotes', "tag: 'v1' # why\n", "tag: 'v2' # why\n"],
    ['CRLF', 'a: 1\r\ntag: v1\r\nb: 2\r\n', 'a: 1\r\ntag: v2\r\nb: 2\r\n'],
    ['no final newline', 'a: 1\ntag: v1', 'a: 1\ntag: v2'],
    ['odd spacing', 'tag:    v1    # x\n', 'tag:    v2    # x\n'],
    [
      'a flow mapping',
      '{ tag: v1, b: [ 1,2 ] }\n',
      '{ tag: v2, b: [ 1,2 ] }\n',
    ],
    ['a byte order mark', '\ufefftag: v1\n', '\ufefftag: v2\n'],
    ['an anchor nobody uses', 'tag: &t v1\n', 'tag: &t v2\n'],
    [
      'a marker of image automation',
      'tag: v1 # {"$imagepolicy": "flux-system:payments:tag"}\n',
      'tag: v2 # {"$imagepolicy": "flux-system:payments:tag"}\n',
    ],
  ])('changes one value and no other byte: %s', (_, before, after) => {
    expect(edited(before, { field: 'tag', from: 'v1', to: 'v2' })).toBe(after);
  });

  it.each([
    ['tag: v1\n', '1.10', 'tag: "1.10"\n'],
    ['tag: v1\n', '0123456', 'tag: "0123456"\n'],
    ['tag: v1\n', '1e5', 'tag: "1e5"\n'],
    ['tag: v1\n', 'on', 'tag: "on"\n'],
    ['tag: v1\n', 'a: b #c', 'tag: "a: b #c"\n'],
  ])(
    'quotes what would be read as something else: %j to %s',
    (before, to, after) => {
      expect(edited(before, { field: 'tag', from: 'v1', to })).toBe(after);
    },
  );

  it('leaves a number a number', () => {
    expect(
      edited('replicas: 3\n', { field: 'replicas', from: '3', to: '5' }),
    ).toBe('replicas: 5\n');
  });

  it('quotes a number that would not be read as it is written', () => {
    expect(
      edited('tag: 1.9\n', { field: 'tag', from: '1.9', to: '1.10' }),
    ).toBe('tag: "1.10"\n');
  });

  it('finds a document by its object and an item by its name', () => {
    const text = [
      'kind: Deployment',
      'metadata: { name: a }',
      'spec:',
      '  containers:',
      '    - name: sidecar',
      '      image: shop/web:v1',
      '    # the service',
      '    - name: web',
      '      image: shop/web:v1',
      '---',
      'kind: Deployment',
      'metadata: { name: b }',
      'spec: { containers: [{ name: web, image: shop/web:v1 }] }',
      '',
    ].join('\n');
    const result = edited(text, {
      document: 'Deployment/_/a',
      field: 'spec.containers[name=web].image',
      line: 9,
      from: 'shop/web:v1',
      to: 'shop/web:v2',
    });
    const lines = text.split('\n');
    lines[8] = '      image: shop/web:v2';
    expect(result).toBe(lines.join('\n'));
  });

  it('finds a URL of a list by what stays when its ref moves', () => {
    expect(
      edited('resources:\n  - https://git.example/x?ref=a1\n  - b\n', {
        field: 'resources[url=https://git.example/x]',
        line: 2,
        from: 'https://git.example/x?ref=a1',
        to: 'https://git.example/x?ref=b2',
      }),
    ).toBe('resources:\n  - https://git.example/x?ref=b2\n  - b\n');
  });

  it('edits YAML that a block of text holds', () => {
    const text =
      'patches:\n  - patch: |-\n      spec:\n        tag: "v1" # live\n      other: v1\n    target: { kind: X }\n';
    expect(
      edited(text, {
        field: 'patches[0].patch',
        line: 4,
        from: 'v1',
        to: 'v2',
      }),
    ).toBe(text.replace('"v1"', '"v2"'));
  });

  it.each<[string, string, string]>([
    ['moved', 'tag: v9\n', 'tag'],
    ['absent', 'other: v1\n', 'tag'],
    ['shared', 'a: &t v1\ntag: *t\n', 'tag'],
    ['shared', 'tag: &t v1\nb: *t\n', 'tag'],
    ['shared', 'a: &m { tag: v1 }\nb:\n  <<: *m\n', 'b.tag'],
    ['templated', 'tag: {{ .Values.tag }}\n', 'tag'],
    ['unreadable', 'tag: [v1\n', 'tag'],
    ['encrypted', 'tag: v1\nsops:\n  mac: x\n', 'tag'],
  ])('refuses what is %s', (reason, text, field) => {
    expect(edit(text, { field, from: 'v1', to: 'v2' })).toMatchObject({
      state: 'refused',
      reason,
    });
  });

  it('refuses an object that the file writes twice', () => {
    const one = 'kind: A\nmetadata: { name: a }\ntag: v1\n';
    expect(
      edit(`${one}---\n${one}`, {
        document: 'A/_/a',
        field: 'tag',
        from: 'v1',
        to: 'v2',
      }),
    ).toMatchObject({ reason: 'ambiguous' });
  });

  it.each(['v2\nevil: true', '${{ secrets.X }}', "v2' #", '"', '{{ x }}'])(
    'keeps %j within its field',
    to => {
      const text = edited('tag: v1\nb: 1\n', { field: 'tag', from: 'v1', to });
      const again = edit(text, { field: 'tag', from: to, to: 'v1' });
      expect(again).toMatchObject({ state: 'edited' });
      expect(text.endsWith('\nb: 1\n')).toBe(true);
    },
  );
});
