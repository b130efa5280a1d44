import { Manifest } from '../manifests/Manifest';
import { parseYaml } from '../manifests/parseYaml';
import {
  entriesAt,
  locate,
  nodeAt,
  ScalarNode,
  textAt,
} from '../manifests/YamlNode';
import { substitute } from './substitute';

function read(text: string, file: string) {
  const [document] = parseYaml(text, { branch: 'main', file }).documents;
  return document;
}

const variables = new Map<string, ScalarNode>();
entriesAt(read('TAG: v7\nHOST: shop.example\n', 'ks.yaml').root).forEach(
  (node, name) => {
    if (node instanceof ScalarNode) variables.set(name, node);
  },
);

function substituted(spec: string, metadata = '{name: a}'): Manifest {
  const document = read(
    `apiVersion: v1\nkind: Pod\nmetadata: ${metadata}\nspec:\n  ${spec}\n`,
    'pod.yaml',
  );
  return substitute(Manifest.of(document)[0], variables);
}

describe('substitute', () => {
  it('puts values in, and defaults where there is none', () => {
    const { root } = substituted(
      'a: "https://${HOST}/${NONE:=x}/${NONE:-y}/${KEPT}"',
    );
    expect(textAt(root, 'spec', 'a')).toBe('https://shop.example/x/y/${KEPT}');
  });

  it('tells the place of a value that is one variable alone', () => {
    const { root } = substituted('tag: ${TAG}');
    const tag = nodeAt(root, 'spec', 'tag');
    expect(tag && locate(tag)).toMatchObject({ file: 'ks.yaml', line: 1 });
    const longer = nodeAt(substituted('tag: x-${TAG}').root, 'spec', 'tag');
    expect(longer && locate(longer)).toMatchObject({
      file: 'pod.yaml',
      line: 5,
    });
  });

  it('leaves objects alone that say so, and those without variables', () => {
    const disabled = substituted(
      'tag: ${TAG}',
      '{name: a, annotations: {kustomize.toolkit.fluxcd.io/substitute: disabled}}',
    );
    expect(textAt(disabled.root, 'spec', 'tag')).toBe('${TAG}');
    const document = read(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: b}\n',
      'b.yaml',
    );
    const [manifest] = Manifest.of(document);
    expect(substitute(manifest, variables)).toBe(manifest);
  });
});
