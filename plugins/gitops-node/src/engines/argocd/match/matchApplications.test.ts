import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { applicationAnswer } from '@backstage-gitops/envtest';
import { ArgoCdApplication } from '../read/ArgoCdApplication';
import { readApplication } from '../read/readApplication';
import { ArgoCdUnit } from './ArgoCdUnit';
import { destinationCluster } from './destinationCluster';
import { matchApplications } from './matchApplications';

function unit(fields: Partial<Unit> = {}, hint?: ArgoCdUnit['hint']) {
  const { id = 'shop', name = 'shop' } = fields;
  return {
    unit: {
      ...{ id, name, kind: 'Overlay' as const, environment: 'production' },
      path: 'apps/shop',
      declaredBy: { file: 'kustomization.yaml', line: 1 },
      files: [],
      ...fields,
    },
    targets: [],
    ...(hint !== undefined && { hint }),
  };
}

function application(
  name: string,
  fields: {
    readonly namespace?: string;
    readonly instance?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly spec?: Readonly<Record<string, unknown>>;
    readonly source?: Readonly<Record<string, unknown>>;
  } = {},
): ArgoCdApplication {
  const { namespace = 'argocd', instance = 'eu', labels = {} } = fields;
  const read = readApplication(
    applicationAnswer({
      metadata: { name, namespace, labels },
      spec: {
        source: {
          repoURL: 'https://git.example/acme/config.git',
          ...{ path: `./apps/${name}/`, targetRevision: 'main' },
          ...fields.source,
        },
        ...fields.spec,
      },
    }),
    instance,
  );
  if (read === undefined) throw new Error('It was not read');
  return read;
}

function match(
  units: readonly ArgoCdUnit[],
  applications: readonly ArgoCdApplication[],
) {
  const {
    units: claims,
    unmatched,
    problems,
  } = matchApplications(units, applications, {
    isSourceOf: (_, { url, branch }) =>
      url.endsWith('/acme/config.git') &&
      (branch === undefined || branch === 'main'),
    clusterOf: each => destinationCluster(each, []),
  });
  const nameOf = ({ instance, namespace, name }: ArgoCdApplication) =>
    `${instance} ${namespace}/${name}`;
  return {
    claims: Object.fromEntries(
      [...claims].map(([id, found]) => [
        id,
        found.map(each => `${nameOf(each.application)} ${each.source}`),
      ]),
    ),
    unmatched: unmatched.map(nameOf),
    ...(problems.size > 0 && { problems: Object.fromEntries(problems) }),
  };
}

describe('matchApplications', () => {
  it('finds by repository and path, with nothing annotated', () => {
    expect(
      match([unit()], [application('shop'), application('other')]),
    ).toEqual({
      claims: { shop: ['eu argocd/shop 0'] },
      unmatched: ['eu argocd/other'],
    });
  });

  it('finds what an Application in Git declares, in its namespace', () => {
    const declared = unit({
      ...{ kind: 'Application', name: 'shop-prod', namespace: 'teams' },
    });

    expect(
      match(
        [declared],
        [
          application('shop-prod', { namespace: 'teams' }),
          application('shop-prod', { namespace: 'argocd' }),
        ],
      ),
    ).toEqual({
      claims: { shop: ['eu teams/shop-prod 0'] },
      unmatched: ['eu argocd/shop-prod'],
    });
  });

  it('finds it in any namespace where Git names none, by what it deploys', () => {
    const declared = unit({ kind: 'Application' });
    const elsewhere = application('shop', {
      ...{ namespace: 'b', source: { path: 'other' } },
    });

    expect(
      match([declared], [elsewhere, application('shop', { namespace: 'a' })])
        .claims,
    ).toEqual({ shop: ['eu a/shop 0'] });
  });

  it('keeps an Application that declares itself from another of its path', () => {
    const declared = unit({ id: 'app', kind: 'Application' });
    const overlay = unit({ id: 'overlay' });

    expect(match([overlay, declared], [application('shop')]).claims).toEqual({
      ...{ app: ['eu argocd/shop 0'], overlay: [] },
    });
  });

  it.each([
    ['another repository', { repoURL: 'https://git.example/acme/else.git' }],
    ['another branch', { targetRevision: 'next' }],
    ['another path', { path: 'apps/shop/overlays' }],
    ['a chart', { chart: 'shop' }],
  ])('does not take one that deploys %s', (_, source) => {
    const other = application('x', {
      source: { path: 'apps/shop', ...source },
    });

    expect(match([unit()], [other])).toEqual({
      ...{ claims: { shop: [] }, unmatched: ['eu argocd/x'] },
    });
  });

  it('tells who claims the same twice', () => {
    const again = application('again', { source: { path: 'apps/shop' } });

    expect(match([unit()], [application('shop'), again])).toEqual({
      claims: { shop: ['eu argocd/shop 0', 'eu argocd/again 0'] },
      unmatched: [],
    });
  });

  it('tells clusters apart, also of one name on two instances', () => {
    const on = (name: string) => ({
      spec: { destination: { name, namespace: 'shop' } },
    });
    const units = [
      unit({ id: 'one', kind: 'Application', cluster: 'eu-1' }),
      unit({ id: 'two', kind: 'Application', cluster: 'us-1' }),
    ];

    expect(
      match(units, [
        application('shop', { ...on('us-1'), instance: 'us' }),
        application('shop', on('eu-1')),
      ]).claims,
    ).toEqual({ one: ['eu argocd/shop 0'], two: ['us argocd/shop 0'] });
  });

  it('knows which of several sources it is', () => {
    const several = application('many', {
      spec: {
        sources: [
          { repoURL: 'https://charts.example', chart: 'shop' },
          { repoURL: 'https://git.example/acme/config.git', path: 'values' },
          { repoURL: 'https://git.example/acme/config.git', path: 'apps/shop' },
        ],
      },
    });

    expect(match([unit()], [several]).claims).toEqual({
      shop: ['eu argocd/many 2'],
    });
    expect(
      match([unit({ kind: 'Application', name: 'many', path: 'x' })], [several])
        .claims,
    ).toEqual({ shop: ['eu argocd/many 1'] });
  });

  it('does not take one that only takes values of the repository', () => {
    const root = unit({ path: '' });
    const values = { repoURL: 'https://git.example/acme/config.git', ref: 'v' };
    const charts = { repoURL: 'https://charts.example', chart: 'shop' };
    const of = (...sources: object[]) =>
      application('shop', { spec: { sources } });

    expect(match([root], [of(charts, values)]).claims).toEqual({ shop: [] });
    expect(
      match([root], [of(charts, { ...values, path: '.' })]).claims,
    ).toEqual({ shop: ['eu argocd/shop 1'] });
    // Its revision is that of what Git declares.
    expect(
      match(
        [unit({ kind: 'Application', path: 'apps/declared' })],
        [of(charts, values)],
      ).claims,
    ).toEqual({ shop: ['eu argocd/shop 1'] });
  });

  it.each([
    [{ name: 'b' }, ['eu argocd/b 0']],
    [{ name: 'b', namespace: 'teams' }, []],
    [{ selector: 'team=shop' }, ['eu argocd/a 0', 'us argocd/c 0']],
    [{ selector: 'team=shop', instance: 'us' }, ['us argocd/c 0']],
    [
      { selector: 'team in (shop, x), !tier', project: 'default' },
      ['us argocd/c 0'],
    ],
    [{ selector: 'team!=shop,team' }, ['eu argocd/b 0']],
  ])('takes the word of an annotation: %j', (hint, expected) => {
    const applications = [
      application('a', { labels: { team: 'shop', tier: 'one' } }),
      application('b', { labels: { team: 'else' } }),
      application('c', { labels: { team: 'shop' }, instance: 'us' }),
    ];

    expect(match([unit({}, hint)], applications).claims).toEqual({
      shop: expected,
    });
  });

  it.each<[string, Partial<Unit>]>([
    ['by its path', { path: 'apps/pay' }],
    ['by its name', { name: 'pay', kind: 'Application', path: 'x' }],
  ])('lets no annotation have what deploys another unit %s', (_, fields) => {
    const units = [unit({}, { name: 'pay' }), unit({ id: 'pay', ...fields })];

    const { claims, problems } = match(units, [
      application('shop'),
      application('pay'),
    ]);

    expect(claims).toEqual({
      ...{ shop: ['eu argocd/shop 0'], pay: ['eu argocd/pay 0'] },
    });
    expect(problems).toEqual({
      shop: 'The Application argocd/pay deploys another unit',
    });
  });

  it('follows an annotation to what deploys its own unit as well as others', () => {
    const both = application('both', {
      spec: {
        sources: ['apps/shop', 'apps/pay'].map(path => ({
          ...{ repoURL: 'https://git.example/acme/config.git', path },
        })),
      },
    });
    const units = [
      unit({}, { name: 'both' }),
      unit({ id: 'pay', path: 'apps/pay' }),
    ];

    expect(match(units, [both, application('shop')]).claims.shop).toEqual([
      'eu argocd/both 0',
    ]);
  });

  it.each(['a => b', '', 'a in b'])(
    'tells of the selector %j that it can not be read, and goes on',
    selector => {
      const units = [
        unit({}, { selector }),
        unit({ id: 'other', path: 'apps/other' }),
      ];

      const { claims, problems } = match(units, [
        application('shop'),
        application('other'),
      ]);

      expect(claims).toEqual({
        ...{ shop: ['eu argocd/shop 0'], other: ['eu argocd/other 0'] },
      });
      expect(problems).toEqual({
        shop: expect.stringMatching(/^The label selector .*/),
      });
    },
  );

  it("knows a cluster by Git's own word for it, whatever we call it", () => {
    const on = (destination: Readonly<Record<string, string>>) => ({
      spec: { destination: { ...destination, namespace: 'shop' } },
    });
    const applications = [
      application('shop', { ...on({ name: 'eu-prod' }), instance: 'a' }),
      application('shop', {
        ...on({ server: 'https://us.example:6443' }),
        instance: 'b',
      }),
    ];
    const units = ['eu-prod', 'us.example', 'eu-1', 'asia'].map(cluster =>
      unit({ id: cluster, kind: 'Application', cluster }),
    );
    const options = {
      isSourceOf: () => true,
      clusterOf: (each: ArgoCdApplication) =>
        destinationCluster(each, [
          { cluster: 'eu-1', destination: 'eu-prod' },
          { cluster: 'us-1', destination: 'https://us.example:6443' },
        ]),
    };

    const claims = matchApplications(units, applications, options).units;
    expect(
      [...claims].map(([id, found]) => [
        id,
        ...found.map(({ application: { instance } }) => instance),
      ]),
    ).toEqual([['eu-prod', 'a'], ['us.example', 'b'], ['eu-1', 'a'], ['asia']]);
  });

  it('does not take what brings the Application for what the Application deploys', () => {
    // Its chart is elsewhere, so that its path is that of its declaration.
    const chart = unit({
      ...{ kind: 'Application', name: 'redis', path: 'apps' },
      declaredBy: { file: 'apps/redis.yaml', line: 1 },
    });
    const parent = application('bootstrap', { source: { path: 'apps' } });

    expect(match([chart], [parent])).toEqual({
      ...{ claims: { shop: [] }, unmatched: ['eu argocd/bootstrap'] },
    });
  });

  it('knows the instance of an environment that calls its Applications as others do', () => {
    const units = ['staging', 'production'].map(environment =>
      unit({ id: environment, kind: 'Application', environment }),
    );
    const on = (instance: string) => application('shop', { instance });

    expect(
      match(units, [on('acme-production'), on('acme-staging')]).claims,
    ).toEqual({
      staging: ['acme-staging argocd/shop 0'],
      production: ['acme-production argocd/shop 0'],
    });
    expect(match(units, [on('acme-production')]).claims).toEqual({
      staging: [],
      production: ['acme-production argocd/shop 0'],
    });
    // Nothing tells which environment it is of.
    expect(match(units, [on('a'), on('b')]).claims).toEqual({
      staging: ['a argocd/shop 0', 'b argocd/shop 0'],
      production: ['a argocd/shop 0', 'b argocd/shop 0'],
    });
  });

  it('tells apart by name what one path is deployed to, yet no conflict', () => {
    const units = ['staging', 'production'].map(environment =>
      unit({ id: environment, kind: 'HelmValues', environment }),
    );
    const deployed = (name: string, namespace: string) =>
      application(name, {
        source: { path: 'apps/shop' },
        spec: { destination: { namespace, name: 'in-cluster' } },
      });

    expect(
      match(units, [
        deployed('shop-staging', 'one'),
        deployed('shop-production', 'two'),
        deployed('copy', 'two'),
      ]).claims,
    ).toEqual({
      staging: ['eu argocd/shop-staging 0'],
      production: ['eu argocd/shop-production 0', 'eu argocd/copy 0'],
    });
  });

  it('does not take a Flux Kustomization of the same path', () => {
    const flux = unit({ kind: 'Kustomization' });

    expect(match([flux], [application('shop')]).claims).toEqual({ shop: [] });
  });
});

describe('destinationCluster', () => {
  const clusters = [
    { cluster: 'eu-1', destination: 'https://10.0.0.1:6443/' },
    { cluster: 'home', destination: 'in-cluster' },
  ];

  it.each([
    [{ server: 'https://10.0.0.1:6443' }, 'eu-1'],
    [{ server: 'https://10.0.0.2:6443' }, undefined],
    [{ name: 'us-1' }, 'us-1'],
    [{ name: 'in-cluster' }, 'home'],
    [{ server: 'https://kubernetes.default.svc' }, 'home'],
    [{}, undefined],
  ])('calls %j %s', (destination, expected) => {
    expect(destinationCluster({ destination }, clusters)).toBe(expected);
  });

  it('has no name for the cluster of Argo CD where none is configured', () => {
    const destination = { server: 'https://kubernetes.default.svc' };

    expect(destinationCluster({ destination }, [])).toBeUndefined();
  });
});
