import { parseVersionFacts } from './parseVersionFacts';
import { readVersionFacts } from './readVersionFacts';
import { scanVersionFacts } from './scanVersionFacts';
import { VersionFactSelector } from './versionFacts';

const selector: VersionFactSelector = { keys: new Set(['release_name']) };

/** What each notation yields, as `document field = value @line`. */
function factsOf(text: string): string[] | undefined {
  return readVersionFacts(text, selector)?.map(
    ({ document, field, value, line }) =>
      `${document} ${field} = ${value} @${line}`,
  );
}

const deployment = `# a comment
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
spec:
  template:
    spec:
      containers:
      - image: registry.test/cart:v1 # {"$imagepolicy": "x"}
        name: cart
      - name: proxy
        image: "registry.test/proxy:1.2.3"
`;

const notations: Record<string, string> = {
  deployment,
  kustomization: `resources:
- ../base
- https://git.test/acme/base//deploy?ref=v1.4.0
- https://git.test/acme/tool/releases/download/v1.2.3/install.yaml
images:
  - name: registry.test/cart
    newTag: v42
    digest: sha256:abc
  - name: registry.test/cart
    newTag: v43
`,
  spaces: `resources:
  - https://git.test/acme/base?ref=v1 ${''}
images:
  - name: cart ${''}
    newTag: v2 ${''}
`,
  documents: `---
kind: ConfigMap
metadata: {}
data: { tag: v1 }
---
kind: HelmRelease
metadata:
  name: cart
spec:
  chart:
    spec: {version: 1.2.3}
---
# nothing
---
tag: v2
`,
  anchors: `image:
  repository: &repo registry.test/cart
  tag: &tag v7
sidecar:
  image: *repo
  tag: *tag
base: &base
  version: 1.0.0
other:
  <<: *base
  release_name: spring
`,
  blocks: `script: |
  image: not:this
tag: >-
  v9
note: >-
  several
  lines
patch: |-
  kind: Deployment
  metadata:
    name: cart
  spec:
    image: registry.test/cart:v3
`,
  quoted: `args: ["--image=registry.test/x:1", 'plain', word]
text: "goes on
  here"
title: it's
  going on
url:
  https://git.test/x?ref=v1
empty:
tag: 'v1'
nothing: ~
`,
  nested: `- - tag: v1
  - tag: v2
- name: x
  list:
  - 1.2.3
  -
    tag: v4
`,
};

describe('readVersionFacts', () => {
  it('names a fact by its object, its field and its line', () => {
    expect(factsOf(deployment)).toEqual([
      'Deployment/shop/cart spec.template.spec.containers[name=cart].image = registry.test/cart:v1 @11',
      'Deployment/shop/cart spec.template.spec.containers[name=proxy].image = registry.test/proxy:1.2.3 @14',
    ]);
  });

  it('names a URL of a list without its ref, so that its place may shift', () => {
    expect(factsOf(notations.kustomization)).toContain(
      '#0 resources[url=https://git.test/acme/base//deploy] = https://git.test/acme/base//deploy?ref=v1.4.0 @3',
    );
    expect(factsOf(notations.kustomization)).toContain(
      '#0 resources[url=https://git.test/acme/tool/releases/download//install.yaml] = https://git.test/acme/tool/releases/download/v1.2.3/install.yaml @4',
    );
  });

  it('reads patches that are text in a field', () => {
    expect(factsOf(notations.blocks)).toContain(
      '#0 patch|Deployment/_/cart|spec.image = registry.test/cart:v3 @13',
    );
  });

  it('keeps the keys it is asked for', () => {
    expect(factsOf('release_name: spring\n')).toEqual([
      '#0 release_name = spring @1',
    ]);
  });

  it.each([
    ['a template', 'kind: X\n{{- if .Values.x }}\ntag: v1\n{{- end }}\n'],
    ['no YAML', 'a: b: c\n  tag: [\n'],
    ['a tab where none may be', 'a:\n\ttag: v1\n'],
  ])('knows nothing of %s', (_, text) => {
    expect(factsOf(text)).toBeUndefined();
  });

  it('finds nothing, for certain, in a file without versions', () => {
    expect(factsOf('replicas: 3\n')).toEqual([]);
  });
});

describe('scanVersionFacts', () => {
  const sorted = (facts: readonly unknown[] | undefined) =>
    facts?.map(fact => JSON.stringify(fact)).sort();

  it.each(Object.entries(notations))(
    'agrees with the full parse wherever it is sure: %s',
    (_, text) => {
      // Each beginning of a text is a text of its own.
      const lines = text.split('\n');
      lines.forEach((__, count) => {
        const part = `${lines.slice(0, count + 1).join('\n')}\n`;
        const scanned = scanVersionFacts(part, selector);
        if (scanned === undefined) return;
        expect(sorted(scanned)).toEqual(
          sorted(parseVersionFacts(part, selector)),
        );
      });
    },
  );

  it.each(['deployment', 'kustomization', 'anchors', 'quoted', 'nested'])(
    'needs no full parse for %s',
    name => {
      expect(scanVersionFacts(notations[name], selector)).toBeDefined();
    },
  );

  it('reads a megabyte of one line in linear time', () => {
    const text = `a: "${'x'.repeat(1_000_000)}"\ntag: v1\n`;
    expect(scanVersionFacts(text, selector)).toHaveLength(1);
  });
});
