import {
  describeDiagnostics,
  describeTargets,
  discoverFiles,
  ownUrl,
} from '../testing/describeDiscovery';

const service = (image: string) =>
  [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: { name: shop }',
    'spec:',
    '  template:',
    '    spec: { containers: [{ name: shop, image: ' + `"${image}" }] }`,
  ].join('\n');

function applicationSet(
  generators: string,
  template: {
    name: string;
    path: string;
    destination?: string;
    spec?: string;
  },
): string {
  const indented = generators
    .split('\n')
    .map(line => `    ${line}`)
    .join('\n');
  return [
    'apiVersion: argoproj.io/v1alpha1',
    'kind: ApplicationSet',
    'metadata: { name: shop, namespace: argocd }',
    'spec:',
    ...(template.spec ? [template.spec] : []),
    '  generators:',
    indented,
    '  template:',
    `    metadata: { name: '${template.name}' }`,
    '    spec:',
    `      source: { repoURL: '${ownUrl}', path: '${template.path}' }`,
    `      destination: { ${template.destination ?? "server: '{{server}}'"} }`,
  ].join('\n');
}

const go = '  goTemplate: true\n  goTemplateOptions: ["missingkey=error"]';

function places(discovery: ReturnType<typeof discoverFiles>): string[] {
  return discovery.targets
    .map(({ environment, cluster, path }) =>
      [path, environment, cluster].filter(Boolean).join(' '),
    )
    .sort();
}

describe('an ApplicationSet', () => {
  it('expands a list', () => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet(
        '- list:\n    elements:\n      - { cluster: eu, env: staging }\n      - { cluster: us, env: production }',
        {
          name: 'shop-{{cluster}}',
          path: 'shop/{{env}}',
          destination: "name: '{{cluster}}'",
        },
      ),
      'shop/staging/d.yaml': service('acme/shop:v2'),
      'shop/production/d.yaml': service('acme/shop:v1'),
    });
    expect(describeTargets(discovery)).toEqual([
      expect.stringMatching(/^shop production us: image acme\/shop v1 /),
      expect.stringMatching(/^shop staging eu: image acme\/shop v2 /),
    ]);
  });

  it('expands directories, without those excluded or hidden', () => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet(
        [
          '- git:',
          `    repoURL: ${ownUrl}`,
          '    directories:',
          '      - path: apps/*',
          '      - { path: apps/old, exclude: true }',
        ].join('\n'),
        { name: '{{path.basename}}', path: '{{path}}' },
      ),
      'apps/shop/d.yaml': service('acme/shop:v2'),
      'apps/shop/deep/d.yaml': service('acme/deep:v2'),
      'apps/old/d.yaml': service('acme/old:v2'),
      'apps/.hidden/d.yaml': service('acme/hidden:v2'),
    });
    expect(discovery.units.map(({ name }) => name)).toEqual(['shop']);
  });

  it('expands files, whose content are parameters', () => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet(
        `- git:\n    repoURL: ${ownUrl}\n    files: [{ path: 'clusters/**/config.yaml' }]`,
        {
          name: '{{cluster.name}}-shop',
          path: 'shop/{{path[1]}}',
          destination: "server: '{{cluster.address}}'",
        },
      ),
      'clusters/staging/eu/config.yaml':
        'cluster: { name: eu, address: "https://eu.acme.example" }',
      'shop/staging/d.yaml': service('acme/shop:v2'),
    });
    expect(places(discovery)).toEqual(['shop/staging staging eu']);
    expect(discovery.units[0].files).toContain(
      'clusters/staging/eu/config.yaml',
    );
  });

  it('multiplies two generators, the second using the first', () => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet(
        [
          '- matrix:',
          '    generators:',
          '      - list: { elements: [{ env: dev }, { env: prod }] }',
          '      - git:',
          `          repoURL: ${ownUrl}`,
          "          directories: [{ path: '{{env}}/*' }]",
        ].join('\n'),
        { name: '{{path.basename}}-{{env}}', path: '{{path}}' },
      ),
      'dev/shop/d.yaml': service('acme/shop:v3'),
      'dev/cart/d.yaml': service('acme/cart:v3'),
      'prod/shop/d.yaml': service('acme/shop:v2'),
    });
    expect(discovery.units.map(({ name }) => name).sort()).toEqual([
      'cart-dev',
      'shop-dev',
      'shop-prod',
    ]);
  });

  it('merges the clusters that a list names onto clusters not in Git', () => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet(
        [
          '- merge:',
          '    mergeKeys: [nameNormalized]',
          '    generators:',
          '      - clusters: { values: { root: shop, environment: production, dir: base } }',
          '      - list:',
          '          elements:',
          '            - { nameNormalized: eu, values.dir: eu }',
          '            - { nameNormalized: gone, values.dir: gone }',
        ].join('\n'),
        {
          name: 'shop-{{nameNormalized}}',
          path: '{{values.root}}/{{values.environment}}/{{values.dir}}',
        },
      ),
      'shop/production/base/d.yaml': service('acme/shop:v2'),
      'shop/production/eu/kustomization.yaml': 'resources: [../base/d.yaml]',
    });
    expect(places(discovery)).toEqual(['shop/production/eu production eu']);
    expect(
      describeDiagnostics(discovery, 'clusters-not-in-git', 'path-missing'),
    ).toEqual([
      expect.stringMatching(
        /^info path-missing set.yaml:6 .*shop\/production\/gone/,
      ),
      expect.stringMatching(
        /^info clusters-not-in-git set.yaml:6 .*names 1 of/,
      ),
    ]);
  });

  it('tells once what goes to clusters of which Git names none', () => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet(
        '- clusters: { values: { environment: staging } }',
        { name: 'shop-{{name}}', path: 'shop/{{values.environment}}' },
      ),
      'shop/staging/d.yaml': service('acme/shop:v2'),
    });
    expect(places(discovery)).toEqual(['shop/staging staging']);
    expect(describeDiagnostics(discovery, 'clusters-not-in-git')).toEqual([
      expect.stringContaining('names none of them'),
    ]);
  });

  it('is one unit where several Argo CDs make the same of it', () => {
    const discovery = discoverFiles({
      'base/kustomization.yaml': 'resources: [set.yaml]',
      'base/set.yaml': applicationSet(
        '- clusters: { values: { environment: production } }',
        { name: 'shop-{{name}}', path: 'shop/{{values.environment}}' },
      ),
      'inside/kustomization.yaml': 'namespace: inside\nresources: [../base]',
      'public/kustomization.yaml': 'namespace: public\nresources: [../base]',
      'shop/production/d.yaml': service('acme/shop:v2'),
    });
    expect(places(discovery)).toEqual(['shop/production production']);
  });

  it('is another unit in another environment, though its path is the same', () => {
    const discovery = discoverFiles({
      'base/kustomization.yaml': 'resources: [set.yaml]',
      'base/set.yaml': applicationSet('- clusters: {}', {
        name: 'shop-{{name}}',
        path: 'shop',
      }),
      'staging/kustomization.yaml': 'resources: [../base]',
      'production/kustomization.yaml': 'resources: [../base]',
      'shop/d.yaml': service('acme/shop:v2'),
    });
    expect(places(discovery)).toEqual(['shop production', 'shop staging']);
  });

  it('takes clusters from Secrets applied beside it, by their labels', () => {
    const secret = (name: string, stage: string) =>
      [
        'apiVersion: v1',
        'kind: Secret',
        'metadata:',
        `  name: cluster-${name}`,
        '  labels:',
        '    argocd.argoproj.io/secret-type: cluster',
        `    stage: ${stage}`,
        `stringData: { name: ${name}, server: 'https://${name}.acme.example' }`,
      ].join('\n');
    const discovery = discoverFiles({
      'argocd/kustomization.yaml': 'resources: [set.yaml, one.yaml, two.yaml]',
      'argocd/one.yaml': secret('eu', 'production'),
      'argocd/two.yaml': secret('us', 'staging'),
      'argocd/set.yaml': applicationSet(
        '- clusters: { selector: { matchLabels: { stage: production } } }',
        { name: 'shop-{{name}}', path: 'shop/{{metadata.labels.stage}}' },
      ),
      'shop/production/d.yaml': service('acme/shop:v2'),
      'shop/staging/d.yaml': service('acme/shop:v2'),
    });
    expect(places(discovery)).toEqual(['shop/production production eu']);
  });

  it.each([
    ['the cluster of Argo CD', 'server: https://kubernetes.default.svc', []],
    ['that by name', 'name: in-cluster', []],
    ['an address', "server: '{{url}}'", ['eu.acme.example']],
    ['a name', "name: '{{name}}-{{env}}'", ['shop-staging']],
  ])(
    'takes the name of an element for no cluster, where the destination is %s',
    (_, destination, clusters) => {
      const element =
        '{ name: shop, nameNormalized: shop, env: staging, url: "https://eu.acme.example" }';
      const template = {
        ...{ name: '{{name}}-{{env}}', path: '{{name}}/{{env}}', destination },
      };
      const git = `git: { repoURL: '${ownUrl}', files: [{ path: apps/*.yaml }] }`;
      for (const generator of [`list: { elements: [${element}] }`, git]) {
        const discovery = discoverFiles({
          'set.yaml': applicationSet(`- ${generator}`, template),
          'apps/shop.yaml': element,
          'shop/staging/d.yaml': service('acme/shop:v2'),
        });
        expect(places(discovery)).toEqual([
          ['shop/staging staging', ...clusters].join(' '),
        ]);
      }
    },
  );

  it('calls an address as the element calls the cluster that it is of', () => {
    const elements =
      '[{ cluster: eu, url: "https://10.0.0.1" }, { cluster: us, url: "https://10.0.0.2" }]';
    const at = (server: string) =>
      discoverFiles({
        'set.yaml': applicationSet(`- list: { elements: ${elements} }`, {
          ...{ name: 'shop-{{cluster}}', path: 'shop/{{cluster}}' },
          destination: `server: '${server}'`,
        }),
        'shop/eu/d.yaml': service('acme/shop:v2'),
        'shop/us/d.yaml': service('acme/shop:v2'),
      }).units.map(({ name, cluster }) => [name, cluster]);

    expect(at('{{url}}')).toEqual([
      ['shop-eu', 'eu'],
      ['shop-us', 'us'],
    ]);
    expect(at('https://hub.acme.example')).toEqual([
      ['shop-eu', 'hub.acme.example'],
      ['shop-us', 'hub.acme.example'],
    ]);
  });

  it('takes no name of a list for a cluster where it multiplies clusters', () => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet(
        [
          '- matrix:',
          '    generators:',
          '      - clusters: {}',
          '      - list: { elements: [{ name: shop, app: shop }] }',
        ].join('\n'),
        { name: '{{app}}', path: '{{app}}' },
      ),
      'shop/d.yaml': service('acme/shop:v2'),
    });
    expect(discovery.units).toMatchObject([{ name: 'shop' }]);
    expect(discovery.units[0].cluster).toBeUndefined();
  });

  it('makes nothing for a selector that nothing can satisfy', () => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet(
        '- clusters: { selector: { matchExpressions: [{ key: x, operator: Exists }, { key: x, operator: DoesNotExist }] } }',
        { name: 'shop', path: 'shop' },
      ),
      'shop/d.yaml': service('acme/shop:v2'),
    });
    expect(
      discovery.units.filter(({ kind }) => kind === 'Application'),
    ).toEqual([]);
  });

  it('fills Go templates with sprig functions', () => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet(
        `- git:\n    repoURL: ${ownUrl}\n    directories: [{ path: apps/*/* }]`,
        {
          spec: go,
          name: '{{ .path.basenameNormalized }}-{{ index .path.segments 1 | lower }}',
          path: '{{ .path.path }}',
          destination:
            'name: \'{{ ternary "eu" "us" (eq (index .path.segments 1) "production") }}\'',
        },
      ),
      'apps/production/Shop_1/d.yaml': service('acme/shop:v2'),
    });
    expect(discovery.units).toMatchObject([
      { name: 'shop-1-production', cluster: 'eu' },
    ]);
  });

  it('tells the function that it does not know', () => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet('- list: { elements: [{ env: dev }] }', {
        spec: go,
        name: 'shop-{{ .env | shout }}',
        path: 'shop',
        destination: 'name: in-cluster',
      }),
      'shop/d.yaml': service('acme/shop:v2'),
    });
    expect(describeDiagnostics(discovery, 'template-failed')).toEqual([
      expect.stringContaining(
        'set.yaml:10 The template is not filled: The function shout is not known.',
      ),
    ]);
  });

  it('says which version a list element gives, where it is written', () => {
    const discovery = discoverFiles({
      'set.yaml': [
        'apiVersion: argoproj.io/v1alpha1',
        'kind: ApplicationSet',
        'metadata: { name: redis }',
        'spec:',
        '  goTemplate: true',
        '  generators:',
        '    - list:',
        '        elements:',
        '          - env: staging',
        '            version: 19.2.0',
        '  template:',
        '    metadata: { name: "redis-{{ .env }}" }',
        '    spec:',
        '      source:',
        '        repoURL: https://charts.acme.example',
        '        chart: redis',
        '        targetRevision: "{{ .version }}"',
        '      destination: { name: in-cluster }',
        '  templatePatch: |',
        '    spec:',
        '      source:',
        '        helm: { valuesObject: { image: "acme/redis:{{ .env }}-7" } }',
      ].join('\n'),
    });
    expect(describeTargets(discovery)).toEqual([
      'redis staging: chart redis 19.2.0 < set.yaml:10 spec.generators[0].list.elements[0].version',
      'redis staging: image acme/redis staging-7 < set.yaml:22 spec.templatePatch (file)',
    ]);
  });

  it('keeps what a generator selector takes', () => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet(
        '- list: { elements: [{ env: dev }, { env: prod }] }\n  selector: { matchLabels: { env: prod } }',
        { name: 'shop-{{env}}', path: 'shop/{{env}}' },
      ),
      'shop/dev/d.yaml': service('acme/shop:v2'),
      'shop/prod/d.yaml': service('acme/shop:v1'),
    });
    expect(
      discovery.units
        .filter(({ kind }) => kind === 'Application')
        .map(({ name }) => name),
    ).toEqual(['shop-prod']);
  });

  it('changes with the kustomization that applies it', () => {
    const discovery = discoverFiles({
      'argocd/base/kustomization.yaml': 'resources: [set.yaml]',
      'argocd/base/set.yaml': applicationSet('- list: { elements: [] }', {
        name: 'shop-{{env}}',
        path: 'shop/{{env}}',
      }),
      'argocd/production/kustomization.yaml': [
        'resources: [../base]',
        'patches:',
        '  - target: { kind: ApplicationSet }',
        '    patch: |',
        '      - op: add',
        '        path: /spec/generators/0/list/elements',
        '        value: [{ env: production }]',
      ].join('\n'),
      'shop/production/d.yaml': service('acme/shop:v2'),
      'shop/staging/d.yaml': service('acme/shop:v2'),
    });
    const [unit] = discovery.units.filter(({ kind }) => kind === 'Application');
    expect(unit).toMatchObject({ name: 'shop-production' });
    expect(unit.files).toContain('argocd/production/kustomization.yaml');
  });

  it.each(['pullRequest', 'scmProvider'])('only reports %s', kind => {
    const discovery = discoverFiles({
      'set.yaml': applicationSet(`- ${kind}: { github: { owner: acme } }`, {
        name: 'shop-{{number}}',
        path: 'shop',
      }),
      'shop/d.yaml': service('acme/shop:v2'),
    });
    expect(
      discovery.units.filter(({ kind: unit }) => unit === 'Application'),
    ).toEqual([]);
    expect(describeDiagnostics(discovery, 'generator-not-in-git')).toEqual([
      expect.stringContaining('set.yaml:6'),
    ]);
  });

  it('cuts off a generator that multiplies without end', () => {
    const many = Array.from({ length: 100 }, (_, i) => `{ n: "${i}" }`);
    const list = `list: { elements: [${many.join(', ')}] }`;
    const discovery = discoverFiles({
      'set.yaml': applicationSet(
        `- matrix:\n    generators:\n      - ${list}\n      - ${list.replace(
          /n:/g,
          'm:',
        )}`,
        { name: 'shop-{{n}}-{{m}}', path: 'gone' },
      ),
    });
    expect(describeDiagnostics(discovery, 'generator-too-large')).toHaveLength(
      1,
    );
  });
});
