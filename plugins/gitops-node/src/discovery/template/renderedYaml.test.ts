import { parseYaml } from '../../manifests/parseYaml';
import { locate, nodeAt, ScalarNode, YamlNode } from '../../manifests/YamlNode';
import { evaluateText } from './evaluateText';
import { parseRendered, parseWithin } from './renderedYaml';
import { Dictionary } from './templateValue';

function render(template: string, values: string): YamlNode {
  const [{ root }] = parseYaml(values, {
    branch: 'main',
    file: 'values.yaml',
  }).documents;
  const text = evaluateText(template, new Dictionary([['Values', root]]), {
    file: 'templates/app.yaml',
  });
  return parseRendered(text, { branch: 'main', file: 'templates/app.yaml' })
    .documents[0].root;
}

function placeOf(root: YamlNode, ...path: string[]): string {
  const node = nodeAt(root, ...path);
  if (node === undefined) return 'absent';
  const { file, line, field, exact } = locate(node);
  return `${file}:${line} ${field}${exact ? '' : ' (file)'}`;
}

describe('parseRendered', () => {
  it('gives a value the place it has in the values', () => {
    const root = render(
      'spec:\n  version: {{ .Values.chart.version | quote }}\n  kind: fixed',
      'chart:\n  version: 1.2.3',
    );
    expect(placeOf(root, 'spec', 'version')).toBe(
      'values.yaml:2 chart.version',
    );
    expect(placeOf(root, 'spec', 'kind')).toBe(
      'templates/app.yaml:3 spec.kind (file)',
    );
  });

  it('gives what is put together the place of its last part', () => {
    const root = render(
      'image: {{ .Values.name }}:{{ .Values.tag }}',
      'name: shop\ntag: v1',
    );
    expect(placeOf(root, 'image')).toBe('values.yaml:2 tag (file)');
  });

  it('counts the lines of the template, not those of its output', () => {
    const root = render(
      '{{ range .Values.many }}\n# {{ . }}\n{{ end }}\nlast: here',
      'many: [a, b, c]',
    );
    expect(placeOf(root, 'last')).toBe('templates/app.yaml:4 last (file)');
  });

  it('reads values inside a text with the places they come from', () => {
    const root = render(
      'values: |\n  {{- toYaml .Values.inner | nindent 2 }}\n  own: true',
      'inner:\n  image:\n    tag: v7',
    );
    const text = nodeAt(root, 'values');
    const inner = text instanceof ScalarNode ? parseWithin(text) : undefined;
    const [document] = inner?.documents ?? [];
    expect(placeOf(document.root, 'image', 'tag')).toBe(
      'values.yaml:3 inner.image.tag',
    );
    expect(placeOf(document.root, 'own')).toBe(
      'templates/app.yaml:3 own (file)',
    );
  });
});
