import { InputError } from '@backstage/errors';
import { CheckedConfigRepositoryRequest } from '@backstage-gitops/plugin-gitops-common';
import { requireLabel, requireWord } from './checkedText';
import {
  isOwnCluster,
  LayoutEnvironment,
  NewConfigRepository,
  RepositoryLayout,
  ScaffoldedFile,
} from './model';
import { argocdFiles } from './repository/argocd';
import { codeOwnersFile } from './repository/codeOwners';
import { continuousIntegration } from './repository/continuousIntegration';
import { fluxFiles } from './repository/flux';
import { gitopsFile } from './repository/gitopsFile';
import { houseChartFiles } from './repository/houseChart';
import { readmeFile } from './repository/readmeFile';

/**
 * The files of a new config repository, sorted by path. Throws an InputError,
 * with the remedy, where what is asked for can't be.
 *
 * @public
 */
export function planConfigRepository(
  request: CheckedConfigRepositoryRequest,
  repository: NewConfigRepository,
): readonly ScaffoldedFile[] {
  const layout = layoutOf(request);
  requireWord('repository', 'name of the repository', repository.name);
  requireWord('url', 'URL of the repository', repository.url);
  requireWord('branch', 'default branch', repository.defaultBranch ?? 'main');
  request.codeOwners.forEach(owner =>
    requireWord('owner', 'code owner', owner),
  );
  const files = [
    { path: 'README.md', content: readmeFile(layout, repository) },
    { path: 'gitops.yaml', content: gitopsFile(layout, request) },
    ...continuousIntegration(repository),
    ...(request.codeOwners.length > 0
      ? [{ path: 'CODEOWNERS', content: codeOwnersFile(request.codeOwners) }]
      : []),
    ...(layout.engine === 'argocd' ? argocdFiles(layout, repository) : []),
    ...(layout.engine === 'flux' ? fluxFiles(layout, repository) : []),
    ...(layout.type === 'helmRelease' ? houseChartFiles() : []),
  ];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Names that the layouts use for something else. */
const reserved: ReadonlySet<string> = new Set(['base', 'project', 'root']);

function layoutOf({
  layout: type,
  engine,
  environments,
}: CheckedConfigRepositoryRequest): RepositoryLayout {
  const names = new Set<string>();
  const all = environments.map((environment): LayoutEnvironment => {
    const name = requireLabel('name of an environment', environment.name);
    if (names.has(name)) {
      throw new InputError(
        `There are two environments '${name}'; give one another name`,
      );
    }
    if (reserved.has(name)) {
      throw new InputError(
        `An environment can't be called '${name}': a folder or file of the layout is; choose another name`,
      );
    }
    names.add(name);
    const clusters = (environment.clusters ?? [name]).map(cluster =>
      requireLabel('name of a cluster', cluster),
    );
    return {
      name,
      clusters: [...new Set(clusters)],
      protected: environment.protected,
    };
  });
  const layout = { type, engine, environments: all };
  refuseImpossible(layout);
  return layout;
}

function refuseImpossible({
  type,
  engine,
  environments,
}: RepositoryLayout): void {
  if (type === 'helmRelease' && engine !== 'flux') {
    throw new InputError(
      `A HelmRelease is Flux's own object, which ${
        engine === 'argocd' ? 'Argo CD' : 'the built-in engine'
      } doesn't know; choose the engine flux, or the layout helmValues`,
    );
  }
  const other = environments.find(each => !isOwnCluster(each));
  if (type === 'helmValues' && engine === 'builtin' && other !== undefined) {
    throw new InputError(
      `Values files tell the built-in engine the environment, not the cluster, so '${other.name}' can have none but the cluster '${other.name}'; leave its clusters out and map them in the portal's gitops.clusters, or choose the layout kustomize, or another engine`,
    );
  }
  if (environments.length === 0) {
    throw new InputError('Name at least one environment');
  }
}
