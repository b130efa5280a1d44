import type {
  Behind,
  ChangeEntry,
  EntityTargetsResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import {
  aChange,
  anArtifact,
  aRepository,
  aTarget,
  pipeline,
} from '../../src/__testUtils__/builders';
import { daysAgo, hoursAgo, sha } from './clock';
import { releases } from './history';

export interface World {
  readonly targets: EntityTargetsResponse;
  readonly history: readonly ChangeEntry[];
}

const forge = 'https://git.larkspur.example/larkspur/platform';

export const platform = aRepository({
  url: `${forge}.git`,
  lastAttemptAt: hoursAgo(0.06),
  lastSuccessAt: hoursAgo(0.06),
  units: 214,
  targets: 1284,
  diagnostics: { info: 12, warning: 41, error: 2 },
});

export function place(
  service: string,
  environment: string,
  cluster: string,
  version: string,
  last: ChangeEntry | undefined,
  behind: Behind,
): TargetState {
  const file = `apps/${service}/overlays/${environment}/kustomization.yaml`;
  const base = `apps/${service}/base/deployment.yaml`;
  return aTarget({
    id: `platform:${service}:${environment}:${cluster}`,
    unit: `platform:${service}:${environment}:${cluster}`,
    service,
    environment,
    cluster,
    namespace: service,
    path: `apps/${service}/overlays/${environment}`,
    unitName: service,
    entityRef: `component:default/${service}`,
    dependencyFiles: 9,
    artifacts: [
      anArtifact({
        name: 'registry.larkspur.example/envoy',
        version: '1.31.2',
        digest: `sha256:${sha(7)}${sha(8).slice(0, 24)}`,
        file: base,
        line: 41,
        field: 'spec.template.spec.containers[name=envoy].image',
      }),
      anArtifact({
        name: `registry.larkspur.example/${service}`,
        version,
        digest: `sha256:${sha(version.length)}${sha(3).slice(0, 24)}`,
        file,
      }),
    ],
    lastChange: last,
    behind,
    links: {
      [file]: `${forge}/src/commit/6aa2976855/${file}`,
      [base]: `${forge}/src/commit/6aa2976855/${base}`,
    },
  });
}

/** Development and staging ahead, production three changes behind. */
export function lagging(service: string, latest: number): World {
  const history = releases(service, latest);
  const newest = (environment: string) =>
    history.find(entry => entry.environment === environment);
  const waiting = history
    .filter(entry => entry.environment === 'staging')
    .slice(0, 3)
    .map(({ environment, clusters, repository, commitUrl, ...change }) => ({
      ...change,
      effectiveAt: change.effectiveAt,
    }));
  const behind: Behind = {
    state: 'behind',
    environment: 'staging',
    count: 3,
    since: waiting[2]?.effectiveAt ?? daysAgo(6),
    changes: waiting,
  };
  const targets = [
    place(
      service,
      'development',
      'dev-1',
      `v${latest}`,
      newest('development'),
      { state: 'first' },
    ),
    place(service, 'staging', 'stg-1', `v${latest}`, newest('staging'), {
      state: 'same',
      environment: 'development',
    }),
    ...['eu-1', 'us-1'].map(cluster =>
      place(
        service,
        'production',
        cluster,
        `v${latest - 3}`,
        newest('production'),
        behind,
      ),
    ),
  ];
  return {
    targets: {
      services: [service],
      environments: pipeline,
      targets,
      repositories: [platform],
    },
    history,
  };
}

/** The same everywhere. */
export function inStep(service: string, latest: number): World {
  const world = lagging(service, latest);
  return {
    ...world,
    targets: {
      ...world.targets,
      targets: world.targets.targets.map(target => ({
        ...target,
        artifacts: target.artifacts.map(artifact =>
          artifact.name.endsWith('envoy')
            ? artifact
            : { ...artifact, version: `v${latest}` },
        ),
        behind:
          target.environment === 'production'
            ? { state: 'same', environment: 'staging' }
            : target.behind,
      })),
    },
  };
}

/** Four workloads on eight clusters, one of them behind. */
export function manyClusters(service: string): World {
  const world = lagging(service, 118);
  const clusters = [
    'eu-1',
    'eu-2',
    'eu-3',
    'us-1',
    'us-2',
    'ap-1',
    'ap-2',
    'sa-1',
  ];
  const workloads = ['api', 'worker', 'scheduler', 'exporter'];
  const [first, second] = world.targets.targets;
  const production = clusters.flatMap(cluster =>
    workloads.map((workload, index) => {
      const late = cluster === 'sa-1' && workload !== 'exporter';
      return {
        ...place(
          service,
          'production',
          cluster,
          late ? 'v115' : `v${118 - index}`,
          world.history.find(entry => entry.environment === 'production'),
          late
            ? {
                state: 'behind' as const,
                environment: 'staging',
                count: 3,
                since: daysAgo(9),
                changes: [aChange()],
              }
            : { state: 'same' as const, environment: 'staging' },
        ),
        id: `platform:${service}:production:${cluster}:${workload}`,
        unitName: `${service}-${workload}`,
        namespace: `${service}-${workload}`,
      };
    }),
  );
  return {
    history: world.history,
    targets: { ...world.targets, targets: [first, second, ...production] },
  };
}
