import {
  describeDiagnostics,
  describeTargets,
  discoverFiles,
} from '../testing/describeDiscovery';
import { YamlNode } from '../../manifests/YamlNode';
import { FileRule, RuleReading } from './FileRule';
import { rulePattern } from './rulePattern';

describe('rulePattern', () => {
  it.each([
    [
      'tags/{environment}/{service}',
      'tags/prod/shop',
      { environment: 'prod', service: 'shop' },
    ],
    [
      '{service}/values-{environment}.yaml',
      'shop/values-dev.yaml',
      { service: 'shop', environment: 'dev' },
    ],
    [
      '{cluster}/*/{service}.yaml',
      'eu/apps/shop.yaml',
      { cluster: 'eu', service: 'shop' },
    ],
    [
      '{environment}/{service}/{environment}.yaml',
      'dev/shop/dev.yaml',
      { environment: 'dev', service: 'shop' },
    ],
    ['a.b/{service}', 'a.b/shop', { service: 'shop' }],
    ['versions.yaml', 'versions.yaml', {}],
  ])('%s matches %s', (path, file, expected) => {
    expect({ ...rulePattern(path).exec(file)?.groups }).toEqual(expected);
  });

  it.each([
    ['tags/{environment}/{service}', 'tags/prod/deep/shop'],
    ['{environment}/{service}/{environment}.yaml', 'dev/shop/prod.yaml'],
    ['a.b/{service}', 'axb/shop'],
  ])('%s does not match %s', (path, file) => {
    expect(rulePattern(path).test(file)).toBe(false);
  });
});

describe('rules', () => {
  it('make a target with an app version of each matching file', () => {
    const discovery = discoverFiles(
      {
        'tags/staging/shop': 'image_tag: v3\npromote: true',
        'tags/production/shop': '# held back\nimage_tag: v2',
        'tags/production/cart': 'image_tag: v9',
        'tags/README.md': 'image_tag: no',
      },
      {
        rules: [{ path: 'tags/{environment}/{service}', version: 'image_tag' }],
      },
    );
    expect(describeTargets(discovery)).toEqual([
      'cart production: app cart v9 < tags/production/cart:1 image_tag',
      'shop production: app shop v2 < tags/production/shop:2 image_tag',
      'shop staging: app shop v3 < tags/staging/shop:1 image_tag',
    ]);
    const ids = discovery.targets.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    expect(discovery.units.every(({ kind }) => kind === 'Rule')).toBe(true);
  });

  it('find nested keys and clusters', () => {
    const discovery = discoverFiles(
      { 'prod/eu/shop.yaml': 'images:\n  - { tag: v1 }\n  - { tag: v2 }' },
      {
        rules: [
          {
            path: '{environment}/{cluster}/{service}.yaml',
            version: 'images[1].tag',
          },
        ],
      },
    );
    expect(describeTargets(discovery)).toEqual([
      'shop prod eu: app shop v2 < prod/eu/shop.yaml:3 images[1].tag',
    ]);
  });

  it('report a file without the key, and a rule without files', () => {
    const discovery = discoverFiles(
      { 'tags/prod/shop': 'tag: v1', 'tags/prod/broken': 'a: [' },
      {
        rules: [
          { path: 'tags/{environment}/{service}', version: 'image_tag' },
          { path: 'gone/{service}', version: 'tag' },
        ],
      },
    );
    expect(discovery.targets).toEqual([]);
    expect(
      describeDiagnostics(
        discovery,
        'rule-key-missing',
        'rule-matches-nothing',
        'yaml-invalid',
      ).sort(),
    ).toEqual([
      "warning rule-key-missing tags/prod/shop:1 A rule's file has no image_tag.",
      'warning rule-matches-nothing  No file of main matches the rule gone/{service}.',
      expect.stringMatching(/^warning yaml-invalid tags\/prod\/broken:/),
    ]);
  });

  it('take the place of what is inferred of the chart around their files', () => {
    const discovery = discoverFiles(
      {
        'charts/apps/Chart.yaml': 'name: apps\nversion: 1.0.0',
        'charts/apps/values-prod.yaml': 'image: acme/shop:v1',
        'charts/apps/tags/prod/shop': 'tag: v1',
      },
      {
        rules: [
          { path: 'charts/apps/tags/{environment}/{service}', version: 'tag' },
        ],
      },
    );
    expect(discovery.units.map(({ kind }) => kind)).toEqual(['Rule']);
    expect(describeDiagnostics(discovery, 'rule-covers-chart')).toEqual([
      expect.stringContaining('charts/apps/Chart.yaml:2'),
    ]);
  });
});

describe('rules in code', () => {
  const versions = 'teams/shop/versions.yaml';
  const files = {
    [versions]: 'cart:\n  staging: v3\n  production: v1\n',
    'apps/prod/deployment.yaml': [
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata: { name: web }',
      'spec: { template: { spec: { containers: [{ image: web:v7 }] } } }',
    ].join('\n'),
  };

  const entries = (node: YamlNode) =>
    node.type === 'map' ? [...node.entries] : [];

  /** Every service of a file by its stages, each a version. */
  const rule: FileRule = {
    name: 'teams',
    files: /^teams\/(?<team>[^/]+)\/versions\.yaml$/g,
    read: ({ documents, groups }) => ({
      declarations: documents.flatMap(document =>
        entries(document).flatMap(([service, stages]) =>
          entries(stages).flatMap(([environment, version]) =>
            version.type === 'scalar'
              ? [
                  {
                    service,
                    environment,
                    namespace: groups.team,
                    artifacts: [{ kind: 'image', name: service, version }],
                  },
                ]
              : [],
          ),
        ),
      ),
    }),
  };

  it('make a target of each place that a file declares', () => {
    const discovery = discoverFiles(files, { fileRules: [rule] });
    expect(describeTargets(discovery)).toEqual([
      `cart production: image cart v1 < ${versions}:3 cart.production`,
      `cart staging: image cart v3 < ${versions}:2 cart.staging`,
      'web prod: image web v7 < apps/prod/deployment.yaml:4 spec.template.spec.containers[0].image',
    ]);
    expect(discovery.targets).toContainEqual(
      expect.objectContaining({ service: 'cart', namespace: 'shop' }),
    );
  });

  it('say nothing of repositories that have nothing for them', () => {
    const { diagnostics } = discoverFiles(
      { 'apps/prod/deployment.yaml': files['apps/prod/deployment.yaml'] },
      { fileRules: [rule] },
    );
    expect(diagnostics).toEqual([]);
  });

  it.each<[string, () => RuleReading, string]>([
    [
      'throws',
      () => {
        throw new Error('no such team');
      },
      'no such team',
    ],
    [
      'declares nothing of a service',
      () => ({ declarations: [{ service: 'cart', artifacts: [] }] }),
      'declarations.0.artifacts are none',
    ],
  ])('are told of by name where one %s', (_, read, reason) => {
    const broken = { ...rule, name: 'broken', read };
    const discovery = discoverFiles(files, { fileRules: [broken, rule] });
    expect(describeDiagnostics(discovery, 'rule-failed')).toEqual([
      `error rule-failed ${versions}:1 The discovery rule 'broken' failed: ${reason}`,
    ]);
    expect(discovery.targets).toHaveLength(3);
  });

  it('declare no place twice in one file', () => {
    const twice: FileRule = {
      ...rule,
      read: file => {
        const { declarations } = rule.read(file);
        return { declarations: [...declarations, ...declarations] };
      },
    };
    const discovery = discoverFiles(files, { fileRules: [twice] });
    expect(describeDiagnostics(discovery, 'rule-failed')).toEqual([
      expect.stringContaining('it declares cart staging shop twice'),
    ]);
  });
});
