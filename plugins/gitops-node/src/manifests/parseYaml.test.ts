import { parseYaml } from './parseYaml';
import { locate, nodeAt, toValue, YamlNode } from './YamlNode';

function places(node: YamlNode | undefined): string[] {
  if (node === undefined) return [];
  if (node.type === 'scalar') {
    const { field, line } = locate(node);
    return [`${line} ${field} = ${node.text}`];
  }
  const children =
    node.type === 'map' ? [...node.entries.values()] : node.items;
  return children.flatMap(places);
}

function read(text: string) {
  const parsed = parseYaml(text, { branch: 'main', file: 'a.yaml' });
  return {
    ids: parsed.documents.map(({ source }) => source.id),
    values: parsed.documents.map(({ root }) => toValue(root)),
    places: parsed.documents.flatMap(({ root }) => places(root)),
    diagnostics: parsed.diagnostics,
    documents: parsed.documents,
  };
}

describe('parseYaml', () => {
  it('tells the line and field of every scalar', () => {
    const { places: found } = read(
      [
        '# first',
        'kind: Deployment',
        'metadata: {name: shop, labels: {app.kubernetes.io/name: shop}}',
        'spec:',
        '  containers:',
        '  - name: app',
        '    image: acme/shop:1.10',
        '  - image: "acme/side"',
        '    command: [run, "--now"]',
        '  - # nothing but a comment before it',
        '    name: third',
      ].join('\n'),
    );
    expect(found).toEqual([
      '2 kind = Deployment',
      '3 metadata.name = shop',
      '3 metadata.labels["app.kubernetes.io/name"] = shop',
      '6 spec.containers[name=app].name = app',
      '7 spec.containers[name=app].image = acme/shop:1.10',
      '8 spec.containers[1].image = acme/side',
      '9 spec.containers[1].command[0] = run',
      '9 spec.containers[1].command[1] = --now',
      '11 spec.containers[name=third].name = third',
    ]);
  });

  it('keeps the text of numbers', () => {
    const { documents, values } = read('a: 1.10\nb: "1.10"\nc: 0123\nd: 1e3');
    expect(values).toEqual([{ a: 1.1, b: '1.10', c: 123, d: 1000 }]);
    expect(nodeAt(documents[0].root, 'a')).toMatchObject({ text: '1.10' });
  });

  it('reads null, booleans and empty values', () => {
    expect(
      read('a:\nb: ~\nc: true\nd: "true"\ne: ""\nf: {}\ng: []').values,
    ).toEqual([
      { a: undefined, b: undefined, c: true, d: 'true', e: '', f: {}, g: [] },
    ]);
  });

  it('names documents by their object', () => {
    const { ids } = read(
      'kind: A\nmetadata: {name: x}\n---\nkind: B\nmetadata: {name: y, namespace: z}\n---\na: 1\n',
    );
    expect(ids).toEqual(['A/_/x', 'B/z/y', '#2']);
  });

  it('resolves anchors to the place where the value is written', () => {
    const { values, places: found } = read(
      'base: &base\n  image: {tag: v1}\n  port: 1\nother: *base\n',
    );
    expect(values).toEqual([
      {
        base: { image: { tag: 'v1' }, port: 1 },
        other: { image: { tag: 'v1' }, port: 1 },
      },
    ]);
    expect(found).toContain('2 base.image.tag = v1');
    expect(
      found.filter(place => place === '2 base.image.tag = v1'),
    ).toHaveLength(2);
  });

  it('merges with explicit keys first and earlier sources before later ones', () => {
    const { values, places: found } = read(
      [
        'a: &a {tag: v1, x: 1}',
        'b: &b {tag: v2, y: 2}',
        'c:',
        '  <<: [*a, *b]',
        '  x: 3',
        'd:',
        '  <<: *a',
        '  <<: *b',
      ].join('\n'),
    );
    expect(values[0]).toMatchObject({
      c: { tag: 'v1', x: 3, y: 2 },
      d: { tag: 'v1', x: 1, y: 2 },
    });
    expect(found).toContain('1 a.tag = v1');
    expect(found).toContain('5 c.x = 3');
  });

  it('takes the last of duplicate keys and says so', () => {
    const { values, diagnostics } = read('a: 1\nb: 2\na: 3\n');
    expect(values).toEqual([{ a: 3, b: 2 }]);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'duplicate-key',
        file: 'a.yaml',
        line: 3,
      }),
    ]);
  });

  it('reads the same anchor name twice', () => {
    expect(read('a: &x {v: 1}\nb: *x\nc: &x {v: 2}\nd: *x').values).toEqual([
      { a: { v: 1 }, b: { v: 1 }, c: { v: 2 }, d: { v: 2 } },
    ]);
  });

  it('reads CRLF and a byte order mark', () => {
    const { values, places: found } = read('\ufeffa: 1\r\nb:\r\n  - c: 2\r\n');
    expect(values).toEqual([{ a: 1, b: [{ c: 2 }] }]);
    expect(found).toEqual(['1 a = 1', '3 b[0].c = 2']);
  });

  it('reads the other documents of a file where one is not YAML', () => {
    const {
      ids,
      places: found,
      diagnostics,
    } = read(
      'kind: A\nmetadata: {name: x}\n---\n{{- if .Values.on }}\na: b: c\n---\nkind: B\nmetadata:\n  name: y\n',
    );
    expect(ids).toEqual(['A/_/x', 'B/_/y']);
    expect(found).toContain('9 metadata.name = y');
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      code: 'yaml-invalid',
      file: 'a.yaml',
    });
    expect(diagnostics[0].line).toBeGreaterThanOrEqual(4);
  });

  it('refuses a document whose aliases repeat without end', () => {
    let text = 'a0: &a0 [x, x, x, x, x, x, x, x, x]\n';
    for (let level = 1; level < 12; level += 1) {
      const aliases = Array(9)
        .fill(`*a${level - 1}`)
        .join(', ');
      text += `a${level}: &a${level} [${aliases}]\n`;
    }
    const { documents, diagnostics } = read(text);
    expect(documents).toEqual([]);
    expect(diagnostics).toEqual([
      expect.objectContaining({ code: 'yaml-too-complex', file: 'a.yaml' }),
    ]);
  });

  it('refuses merge keys that repeat too much', () => {
    const keys = Array.from({ length: 1000 }, (_, index) => `k${index}: 1`);
    const text = `a: &a {${keys.join(', ')}}\nb:\n${'  - {<<: *a}\n'.repeat(
      200,
    )}`;
    expect(read(text).diagnostics[0]).toMatchObject({
      code: 'yaml-too-complex',
    });
  });

  it('reads notations seldom used', () => {
    expect(read('[a: 1, b]').values).toEqual([[{ a: 1 }, 'b']]);
    expect(read('? a\n: 1\n? b\n').values).toEqual([{ a: 1, b: undefined }]);
    expect(read('{a, b: 2}').values).toEqual([{ a: undefined, b: 2 }]);
    expect(read('a: &x\n  b: 1\n').values).toEqual([{ a: { b: 1 } }]);
    expect(read('a:\n  &x b: 1\n  c: *x\n').values).toEqual([
      { a: { b: 1, c: 'b' } },
    ]);
    expect(read('a: !vault |\n  x\nb: !Ref {c: 1}\n').values).toEqual([
      { a: 'x\n', b: { c: 1 } },
    ]);
    expect(read('"a b": c\n"__proto__": {x: 1}').values[0]).toEqual(
      Object.assign(Object.create(null), {
        'a b': 'c',
        ['__proto__']: { x: 1 },
      }),
    );
  });

  it('counts lines of inline text in the outer file', () => {
    const outer = read('patch: |\n  spec:\n    image: a:1\n').documents[0].root;
    const inner = parseYaml('spec:\n  image: a:1\n', {
      branch: 'main',
      file: 'a.yaml',
      within: nodeAt(outer, 'patch'),
      lineOffset: 1,
    });
    const image = nodeAt(inner.documents[0].root, 'spec', 'image');
    expect(image && locate(image)).toMatchObject({
      file: 'a.yaml',
      field: 'patch',
      line: 3,
      exact: false,
    });
  });
});
