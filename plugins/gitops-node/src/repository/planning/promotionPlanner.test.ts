import { changedLines, PlannedRepository } from '../testing/PlannedRepository';
import { plannedRepositories } from '../testing/plannedRepositories';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: web
          image: acme/web
          env: [{ name: MODE, value: none }]
`;

interface Stage {
  readonly tag: string;
  readonly replicas: number;
  readonly memory: string;
  readonly level: string;
  readonly flag: boolean;
  readonly password: string;
}

const overlay = (stage: string, it: Stage) => `resources: [../base]
namespace: web-${stage}
images:
  - name: acme/web
    newTag: ${it.tag}
replicas:
  - name: web
    count: ${it.replicas} # as measured
configMapGenerator:
  - name: settings
    literals:
      - LOG_LEVEL=${it.level}
      - DB_PASSWORD=${it.password}
      - DB_HOST=db.${stage}.acme.example
      - "CHECKOUT_V2=${it.flag}"
secretGenerator:
  - name: pins
    literals: [PIN=${it.password}]
patches:
  - target: { kind: Deployment, name: web }
    patch: |-
      - op: add
        path: /metadata/annotations
        value: { stage: ${stage} }
  - patch: |-
      # what it may take
      apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web }
      spec:
        template:
          spec:
            containers:
              - name: web
                resources:
                  limits: { memory: ${it.memory} } # more than enough
                env:
                  - { name: MODE, value: ${it.level} }
                  - { name: API_TOKEN, value: ${it.password} }
`;
const path = (stage: string) => `web/${stage}/kustomization.yaml`;
const staging: Stage = {
  tag: 'v2',
  replicas: 4,
  memory: '768Mi',
  level: 'debug',
  flag: true,
  password: 'hunter2',
};
const production: Stage = {
  tag: 'v1',
  replicas: 2,
  memory: '512Mi',
  level: 'info',
  flag: false,
  password: 'hunter3',
};

describe('a promotion of values', () => {
  const next = plannedRepositories();
  let planned: PlannedRepository;

  beforeEach(() => {
    planned = next();
    planned.source.commit({
      'web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
      'web/base/deployment.yaml': deployment,
      [path('staging')]: overlay('staging', { ...staging, tag: 'v1' }),
      [path('production')]: overlay('production', production),
    });
    planned.source.commit({ [path('staging')]: overlay('staging', staging) });
  });

  async function idOf(field: RegExp): Promise<string> {
    const { shown } = await planned.promote();
    const found = shown.values.filter(value => field.test(value.field));
    expect(found).toHaveLength(1);
    return found[0].id;
  }

  it('lists the settings that differ, and no secret, name or place', async () => {
    const { shown } = await planned.promote();
    expect(
      shown.values.map(({ field, from, to, line, chosen }) => [
        field,
        from,
        to,
        line,
        chosen,
      ]),
    ).toEqual([
      ['replicas[name=web].count', '2', '4', 8, false],
      [
        'configMapGenerator[name=settings].literals[LOG_LEVEL]',
        'info',
        'debug',
        12,
        false,
      ],
      [
        'configMapGenerator[name=settings].literals[CHECKOUT_V2]',
        'false',
        'true',
        15,
        false,
      ],
      [
        'spec.template.spec.containers[name=web].resources.limits.memory',
        '512Mi',
        '768Mi',
        36,
        false,
      ],
      [
        'spec.template.spec.containers[name=web].env[name=MODE].value',
        'info',
        'debug',
        38,
        false,
      ],
    ]);
    expect(changedLines(shown)).toHaveLength(2);
    expect(JSON.stringify(shown)).not.toContain('hunter');
  });

  it.each([
    [/count$/, '    count: 2 # as measured', '    count: 4 # as measured'],
    [/LOG_LEVEL/, '      - LOG_LEVEL=info', '      - LOG_LEVEL=debug'],
    [/V2/, '      - "CHECKOUT_V2=false"', '      - "CHECKOUT_V2=true"'],
    [
      /memory$/,
      '                  limits: { memory: 512Mi } # more than enough',
      '                  limits: { memory: 768Mi } # more than enough',
    ],
  ])('brings %s along by its line alone', async (field, from, to) => {
    const id = await idOf(field);
    const { shown, plan } = await planned.promote({ values: [id] });
    expect(shown.diagnostics).toEqual([]);
    expect(shown.values.filter(({ chosen }) => chosen)).toMatchObject([{ id }]);
    const lines = changedLines(shown);
    expect(lines).toHaveLength(4);
    expect(lines).toEqual(expect.arrayContaining([`-${from}`, `+${to}`]));
    expect(plan.files).toHaveLength(1);
    await planned.merge({ plan, shown });
    const again = await planned.promote({ values: [] });
    expect(again.shown.values.map(value => value.id)).not.toContain(id);
  });

  it('refuses a value that does not differ any more', async () => {
    const { shown } = await planned.promote({ values: ['0123456789abcdef'] });
    expect(shown.refused).toBe(
      'The value 0123456789abcdef does not differ, or not any more.',
    );
  });

  it('tells who else takes a value from the same place', async () => {
    const leaf = 'resources: [../base]\n';
    const moved = (stage: string, it: Stage) =>
      overlay(stage, it).replace('../base', '../../base');
    planned.source.commit({
      [path('staging')]: undefined,
      [path('production')]: undefined,
      [path('staging/base')]: moved('staging', staging),
      [path('staging/eu-0')]: leaf,
      [path('production/base')]: moved('production', production),
      [path('production/eu-1')]: leaf,
      [path('production/us-1')]: leaf,
      [path('dr')]: 'resources: [../production/base]\n',
    });
    const [from] = await planned.targets('staging');
    const [to] = await planned.targets('production');
    const asked = { kind: 'promotion' as const, from, to: [to], artifacts: [] };
    const { values } = (await planned.plan(asked)).shown;
    const count = values.find(({ field }) => field.endsWith('count'));
    const { shown } = await planned.plan({
      ...asked,
      values: [count?.id ?? ''],
    });
    expect(changedLines(shown)).toEqual([
      '-    count: 2 # as measured',
      '+    count: 4 # as measured',
    ]);
    expect(
      shown.alsoAffects.map(({ environment, cluster }) => [
        environment,
        cluster,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['production', 'us-1'],
        ['dr', undefined],
      ]),
    );
    expect(shown.alsoAffects).toHaveLength(2);
    expect(shown.title).toBe(
      'Promote web to production: replicas[name=web].count 2 → 4',
    );
    expect(shown.refused).toContain('It would move dr as well');
  });

  it("compares values files and charts' values in releases", async () => {
    const release = (
      stage: string,
      level: string,
      host: string,
    ) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: shop, namespace: shop }
spec:
  chart: { spec: { chart: shop, version: 1.0.0, sourceRef: { kind: HelmRepository, name: acme } } }
  values:
    replicaCount: ${level === 'debug' ? 1 : 3}
    logLevel: ${level}
    ingress: { host: ${host} }
    auth: { password: ${stage} }
    features: { checkout: ${level === 'debug' ? 'yes' : 'no'} }
`;
    planned.source.commit({
      'clusters/staging/shop.yaml': release('staging', 'debug', 'a.acme.test'),
      'clusters/production/shop.yaml': release('prod', 'info', 'b.acme.test'),
    });
    const [from] = await planned.targets('staging', 'shop');
    const to = await planned.targets('production', 'shop');
    const { shown } = await planned.plan({ kind: 'promotion', from, to });
    expect(
      shown.values.map(({ field, from: now, to: then }) => [field, now, then]),
    ).toEqual([
      ['spec.values.replicaCount', '3', '1'],
      ['spec.values.logLevel', 'info', 'debug'],
      ['spec.values.features.checkout', 'no', 'yes'],
    ]);
    const values = shown.values.map(({ id }) => id);
    const brought = await planned.plan({ kind: 'promotion', from, to, values });
    expect(changedLines(brought.shown)).toEqual([
      '-    replicaCount: 3',
      '-    logLevel: info',
      '+    replicaCount: 1',
      '+    logLevel: debug',
      '-    features: { checkout: no }',
      '+    features: { checkout: true }',
    ]);
    expect(brought.shown.refused).toBeUndefined();
  });

  it('takes what another repository declares', async () => {
    const other = next({ id: 'other' });
    other.source.commit({
      'web/base/kustomization.yaml': 'resources: [deployment.yaml]\n',
      'web/base/deployment.yaml': deployment,
      [path('staging')]: overlay('staging', { ...staging, tag: 'v9' }),
    });
    const [from] = await other.targets('staging');
    const to = await planned.targets('production');
    const { shown } = await planned.plan(
      { kind: 'promotion', from, to },
      { source: other.repository },
    );
    expect(shown).toMatchObject({
      repository: 'shop',
      moves: [{ from: 'v1', to: 'v9' }],
    });
    expect(shown.values).toHaveLength(5);
  });
});
