import {
  LayoutEnvironment,
  NewConfigRepository,
  RepositoryLayout,
  ScaffoldedFile,
} from '../model';
import { yamlText } from '../yamlText';

/** The source that Flux's objects of this repository name. */
export const fluxSource = 'flux-system';

/**
 * What `flux bootstrap` would commit for each cluster, except for Flux's own
 * components: a protected branch refuses its push, and this needs none.
 */
export function fluxFiles(
  layout: RepositoryLayout,
  repository: NewConfigRepository,
): readonly ScaffoldedFile[] {
  return layout.environments.flatMap(environment =>
    environment.clusters.flatMap(cluster =>
      firstOn(cluster, layout) === environment
        ? [fluxRoot(cluster, environmentOf(cluster, layout), repository)]
        : [],
    ),
  );
}

function firstOn(cluster: string, { environments }: RepositoryLayout) {
  return environments.find(({ clusters }) => clusters.includes(cluster));
}

/** The environment of a cluster that is no other's as well. */
function environmentOf(
  cluster: string,
  { environments }: RepositoryLayout,
): LayoutEnvironment | undefined {
  const there = environments.filter(({ clusters }) =>
    clusters.includes(cluster),
  );
  return there.length === 1 ? there[0] : undefined;
}

/** The source and the root of one cluster. */
export function fluxRoot(
  cluster: string,
  environment: Pick<LayoutEnvironment, 'name'> | undefined,
  {
    url,
    defaultBranch = 'main',
  }: Pick<NewConfigRepository, 'url' | 'defaultBranch'>,
): ScaffoldedFile {
  const labels =
    environment === undefined
      ? ''
      : yamlText`  labels:
    gitops/environment: ${environment.name}
`;
  const path = `clusters/${cluster}/flux-system.yaml`;
  const content = `${yamlText`# Applied once by hand; from then on Flux keeps this folder, and itself with it:
#   flux install --context ${cluster}
#   kubectl apply --context ${cluster} --filename ${path}
# A private repository is read with a secret: flux create secret git --help
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: ${fluxSource}
  namespace: flux-system
spec:
  interval: 1m
  url: ${url}
  ref:
    branch: ${defaultBranch}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: flux-system
  namespace: flux-system
`}${labels}${yamlText`spec:
  interval: 10m
  path: ${`./clusters/${cluster}`}
  prune: true
  sourceRef:
    kind: GitRepository
    name: ${fluxSource}
`}`;
  return { path, content };
}
