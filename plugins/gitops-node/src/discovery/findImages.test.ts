import { parseYaml } from '../manifests/parseYaml';
import { findImages } from './findImages';

function images(text: string, chart?: string): string[] {
  const { documents } = parseYaml(text, { branch: 'main', file: 'a.yaml' });
  return documents.flatMap(({ root }) =>
    findImages(root, chart).map(
      ({ name, version, digest, location }) =>
        `${location.line} ${name} ${version}${digest ? ` ${digest}` : ''}`,
    ),
  );
}

const digest = `sha256:${'d'.repeat(64)}`;

describe('findImages', () => {
  it('takes whatever containers name', () => {
    expect(
      images(
        [
          'spec:',
          '  initContainers: [{image: "acme/${NAME}:x"}]',
          '  containers: [{name: a, image: untagged}]',
          '  steps: [{image: acme/step}]',
        ].join('\n'),
      ),
    ).toEqual(['2 acme/${NAME} x', '3 untagged ', '4 acme/step ']);
  });

  it('takes text called an image elsewhere only if it looks like one', () => {
    expect(
      images(
        [
          'image: acme/shop:v1',
          'initImage: acme/init:v2',
          'a: {image: true}',
          'b: {image: a picture of it}',
          'c: {image: plain}',
          'd: {image: acme/none}',
          'imagePullPolicy: Always',
        ].join('\n'),
      ),
    ).toEqual(['1 acme/shop v1', '2 acme/init v2', '6 acme/none ']);
  });

  it('takes the version that stands beside an image without a tag', () => {
    expect(
      images(
        'main_app: { image: acme/shop, version: 2025-07 }\nx: { image: plain, version: 2 }',
      ),
    ).toEqual(['1 acme/shop 2025-07']);
  });

  it('joins the parts of an image map, at the line of its version', () => {
    expect(
      images(
        [
          'image:',
          '  registry: quay.io',
          '  repository: acme/shop',
          '  tag: 1.10',
          'side:',
          '  image:',
          '    repository: acme/side',
          `    digest: ${digest}`,
          'sidecar:',
          '  repository: acme/third',
          `  tag: v3@${digest}`,
          'fourth:',
          '  image: acme/fourth',
          '  tag: v4',
        ].join('\n'),
      ),
    ).toEqual([
      '4 quay.io/acme/shop 1.10',
      `8 acme/side  ${digest}`,
      `11 acme/third v3 ${digest}`,
      '14 acme/fourth v4',
    ]);
  });

  it('names a tag without a repository after the chart', () => {
    const text = 'image: {tag: v1}\ncontroller: {image: {tag: v2}}\n';
    expect(images(text, 'shop')).toEqual(['1 shop v1', '2 shop/controller v2']);
  });

  it('finds images inside text that is YAML itself', () => {
    expect(
      images(
        'script: |\n  agent:\n    image: acme/agent:a1\n  other: {image: acme/no}\nnote: |\n  image: {{ broken\n',
      ),
    ).toEqual(['3 acme/agent a1']);
  });
});
