import { parseYaml } from '../../manifests/parseYaml';
import { locate, ScalarNode } from '../../manifests/YamlNode';
import { evaluateText } from './evaluateText';
import { Dictionary, TemplateValue } from './templateValue';

function valuesOf(text: string): TemplateValue {
  const [{ root }] = parseYaml(text, {
    branch: 'main',
    file: 'values.yaml',
  }).documents;
  return new Dictionary([['Values', root]]);
}

function fill(template: string, values: string = '{}'): string {
  return evaluateText(template, valuesOf(values), { file: 'x.yaml' }).text;
}

describe('evaluateText', () => {
  it.each([
    ['{{ .Values.a.b }}', 'a: { b: 1.10 }', '1.10'],
    ['{{ .Values.a.b.c }}', 'a: {}', ''],
    ['a {{- "b" -}} c', '{}', 'abc'],
    ['{{/* {{ not this }} */ -}} x', '{}', 'x'],
    ['{{ if .Values.on }}yes{{ else }}no{{ end }}', 'on: false', 'no'],
    [
      '{{ if eq .Values.e "a" }}1{{ else if eq .Values.e "b" }}2{{ end }}',
      'e: b',
      '2',
    ],
    ['{{ range .Values.l }}[{{ . }}]{{ end }}', 'l: [a, b]', '[a][b]'],
    [
      '{{ range $i, $x := .Values.l }}{{ $i }}{{ $x }}{{ end }}',
      'l: [a, b]',
      '0a1b',
    ],
    [
      '{{ range $k, $v := .Values.m }}{{ $k }}={{ $v }};{{ end }}',
      'm: { b: 2, a: 1 }',
      'a=1;b=2;',
    ],
    [
      '{{ range .Values.l }}{{ if eq . 2 }}{{ break }}{{ end }}{{ . }}{{ else }}none{{ end }}',
      'l: [1, 2, 3]',
      '1',
    ],
    [
      '{{ with .Values.a }}{{ .b }}{{ $.Values.c }}{{ end }}',
      'a: { b: x }\nc: y',
      'xy',
    ],
    ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}', '{}', '2'],
    ['{{ .Values.a | default "d" | quote }}', 'a: ""', '"d"'],
    ['{{ printf "%s-%03d" .Values.a 7 }}', 'a: x', 'x-007'],
    [
      '{{ define "n" }}<{{ . }}>{{ end }}{{ include "n" "x" | upper }}',
      '{}',
      '<X>',
    ],
    ['{{ tpl .Values.t . }}', 't: "{{ .Values.a }}"\na: 3', '3'],
    ['{{ (dict "a" (list 1 2)).a | len }}', '{}', '2'],
    ['{{ and .Values.a (not .Values.b) }}', 'a: true\nb: false', 'true'],
    ['{{ ternary "y" "n" (gt (len .Values.l) 1) }}', 'l: [1, 2]', 'y'],
    ['{{ `{{ .raw }}` }}', '{}', '{{ .raw }}'],
    ['{{ trimSuffix "-" (trunc 4 "abc-def") }}', '{}', 'abc'],
    [
      '{{ index .Values.l 1 }}{{ index .Values.m "a.b" }}',
      'l: [x, y]\nm: { a.b: z }',
      'yz',
    ],
    ['{{ regexReplaceAll "[^a-z]+" "a1b2" "-" }}', '{}', 'a-b-'],
    ['{{ semverCompare ">=1.2, <2" "v1.4.0" }}', '{}', 'true'],
    ['{{ get (fromYaml "a: 1") "a" }}', '{}', '1'],
    ['{{ dig "a" "b" "none" .Values }}', 'a: {}', 'none'],
  ])('fills %s', (template, values, expected) => {
    expect(fill(template, values)).toBe(expected);
  });

  it('writes YAML that reads back as the same values', () => {
    const values = [
      'yes: "no"',
      'number: "1"',
      'list: [{ a: 1, b: [x] }, {}]',
      'empty: ""',
      'text: |',
      '  one',
      '  two',
      'odd: "a: b # c"',
    ].join('\n');
    const text = fill('{{ toYaml .Values }}', values);
    const read = (yaml: string) =>
      parseYaml(yaml, { branch: 'main', file: 'x' }).documents[0].root;
    expect(JSON.stringify(plain(read(text)))).toBe(
      JSON.stringify(plain(read(values))),
    );
  });

  it('remembers which value each part of its text is', () => {
    const text = evaluateText(
      'image: "{{ .Values.repo }}:{{ .Values.tag }}"',
      valuesOf('repo: acme/shop\ntag: v3'),
      { file: 'x.yaml' },
    );
    const origins = text.marks.flatMap(({ origin, start, end }) =>
      origin instanceof ScalarNode
        ? [`${text.text.slice(start, end)} ${locate(origin).field}`]
        : [],
    );
    expect(origins).toEqual(['acme/shop repo', 'v3 tag']);
  });

  it.each([
    ['{{ nothingLikeThis 1 }}', 'The function nothingLikeThis is not known.'],
    ['{{ if true }}', 'if is not closed.'],
    ['{{ "a }}', 'Unexpected character'],
    ['{{ fail "stop" }}', 'The template fails: stop'],
    ['{{ required "need" .Values.x }}', 'Required: need'],
    ['{{ include "absent" . }}', 'No template is called absent.'],
    ['{{ range until 100001 }}{{ end }}', 'A sequence is too long.'],
    ['{{ repeat 2000000 "x" }}', 'A text is too long.'],
    [
      '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}',
      'too deeply',
    ],
    [
      '{{ regexMatch "(a+)+$" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" }}',
      'could take too long',
    ],
    [
      '{{ range until 3000 }}{{ range until 3000 }}{{ end }}{{ end }}',
      'too many steps',
    ],
    [
      '{{ $l := until 90000 }}{{ range $l }}{{ range $l }}{{ end }}{{ end }}',
      'too many steps',
    ],
    [
      '{{ $x := "xxxxxxxx" }}{{ range until 60 }}{{ $x = print $x $x }}{{ end }}',
      'too complex',
    ],
    [
      '{{ $l := list 1 }}{{ range until 60 }}{{ $l = concat $l $l }}{{ end }}',
      'too many steps',
    ],
    ['{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ toJson $d }}', 'too complex'],
  ])('refuses %s', (template, message) => {
    expect(() => fill(template)).toThrow(message);
  });

  it('tells the line at which it fails', () => {
    expect(() => fill('a\nb\n{{ .Values.x | unknownThing }}')).toThrow(
      expect.objectContaining({ file: 'x.yaml', line: 3 }),
    );
  });

  it('tells what depends on more than Git, and goes on', () => {
    const reasons: string[] = [];
    const text = evaluateText(
      '{{ if lookup "v1" "Secret" "a" "b" }}yes{{ else }}no{{ end }}{{ randAlphaNum 8 }}',
      undefined,
      { file: 'x.yaml', onIndeterminate: reason => reasons.push(reason) },
    );
    expect(text.text).toMatch(/^no/);
    expect(reasons).toEqual([
      'lookup asks a cluster',
      'randAlphaNum gives what is not in Git',
    ]);
  });
});

function plain(node: unknown): unknown {
  if (node instanceof ScalarNode) return [typeof node.value, node.text];
  if (typeof node !== 'object' || node === null) return node;
  if ('entries' in node && node.entries instanceof Map) {
    const sorted = [...node.entries].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([key, child]) => [key, plain(child)]);
  }
  return 'items' in node && Array.isArray(node.items)
    ? node.items.map(plain)
    : node;
}
