import { discover } from '../../discovery/discover';
import { DiscoveredTarget } from '../../discovery/model';
import { layouts, makeRepositoryOf } from '../testing/layouts';
import { MadeRepository, onMain, ownUrl } from '../testing/Layout';
import { planAddEnvironment } from './planAddEnvironment';
import {
  errorsOf,
  inputOf,
  merged,
  requestOf,
} from './testing/scaffoldFixtures';

function plan(
  made: MadeRepository,
  more: { environment?: string; like?: string; cluster?: string } = {},
) {
  const input = inputOf(made);
  const discovery = discover(input);
  const request = requestOf({
    kind: 'addEnvironment',
    repository: 'config',
    environment: 'qa',
    like: 'staging',
    ...more,
  });
  return { discovery, plan: planAddEnvironment(input, discovery, request) };
}

const pins = ({ service, artifacts }: DiscoveredTarget) => [
  service,
  artifacts.map(({ kind, name, version, digest }) => [
    kind,
    name,
    version,
    digest,
  ]),
];

const onOneBranch = Object.keys(layouts).filter(
  name => makeRepositoryOf(name, 1).environments === undefined,
);

describe.each(onOneBranch)('an environment of the layout %s', name => {
  it.each([1, 2, 3, 4])('starts as the one that it is like (%d)', seed => {
    const made = makeRepositoryOf(name, seed);
    const { discovery, plan: planned } = plan(made);
    expect(errorsOf(planned)).toEqual([]);
    const { targets } = discover(inputOf(merged(made, planned)));
    const of = (environment: string) =>
      targets.filter(target => target.environment === environment).map(pins);
    expect(of('qa')).not.toEqual([]);
    expect(of('qa')).toEqual(of('staging'));
    expect(targets).toHaveLength(
      discovery.targets.length + of('staging').length,
    );
  });
});

it('is refused where each environment is a branch', () => {
  const { plan: planned } = plan(makeRepositoryOf('branchPerEnvironment', 1));
  expect(errorsOf(planned)).toEqual([
    expect.stringContaining('is a branch: make one'),
  ]);
});

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers:
        - name: web
          image: acme/web:v1
          env: [{ name: NODE_ENV, value: production }]
`;

const onClusters = onMain({
  'argocd/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: apps, namespace: argocd }
spec:
  generators:
    - list:
        elements:
          - { environment: staging, cluster: eu-1 }
          # what earns money
          - { environment: production, cluster: eu-2 }
  template:
    metadata: { name: 'web-{{environment}}' }
    spec:
      project: default
      source: { repoURL: ${ownUrl}, path: 'apps/web/{{environment}}', targetRevision: HEAD }
      destination: { name: '{{cluster}}', namespace: web }
`,
  'apps/web/staging/web.yaml': deployment,
  'apps/web/production/web.yaml': deployment,
  'gitops.yaml': `gitops:
  environments:
    - name: staging
      promotesTo: [production]
    # the last
    - { name: production, protected: true }
`,
});

describe('an environment on a cluster of its own', () => {
  it('is an element of the list, on the cluster that was asked for', () => {
    const { plan: planned } = plan(onClusters, {
      environment: 'canary',
      like: 'production',
      cluster: 'us-7',
    });
    expect(errorsOf(planned)).toEqual([]);
    const files = merged(onClusters, planned).branches.main;
    expect(files['argocd/set.yaml']).toContain(`          # what earns money
          - { environment: production, cluster: eu-2 }
          - { environment: canary, cluster: us-7 }
`);
    expect(files['gitops.yaml']).toContain(`    # the last
    - { name: production, protected: true }
    - name: canary
      protected: true
`);
    // An application's own word, which may mean anything.
    expect(files['apps/web/canary/web.yaml']).toBe(deployment);
    expect(planned.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'proposal-left-named' }),
    );
    expect(
      planned.after.targets
        .filter(({ environment }) => environment === 'canary')
        .map(({ service, cluster }) => [service, cluster]),
    ).toEqual([['web', 'us-7']]);
  });

  it.each([
    [{}, "'staging' runs on eu-1; name the cluster"],
    [{ cluster: 'eu-1' }, 'they have one cluster and one namespace'],
    [{ environment: 'production' }, "is an environment 'production' already"],
    [{ like: 'nowhere' }, "declares nothing in 'nowhere'"],
  ])('is refused for %j', (more, reason) => {
    const { plan: planned } = plan(onClusters, more);
    expect(errorsOf(planned)).toContainEqual(expect.stringContaining(reason));
  });

  it.each(['../x', 'a\nb', '${{ x }}', 'UPPER', 'x'.repeat(64)])(
    'is refused for the name %j',
    environment => {
      const input = inputOf(onClusters);
      const request = requestOf({
        kind: 'addEnvironment',
        repository: 'config',
        environment: 'qa',
        like: 'staging',
      });
      for (const more of [{ environment }, { cluster: environment }]) {
        const planned = planAddEnvironment(input, discover(input), {
          ...request,
          ...more,
        });
        expect(planned.files).toEqual([]);
        expect(errorsOf(planned)).toEqual([
          expect.stringContaining('is no name of up to 63'),
        ]);
      }
    },
  );
});
