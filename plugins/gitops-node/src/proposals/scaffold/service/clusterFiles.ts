import { LayoutEnvironment, RepositoryLayout, ScaffoldedFile } from '../model';
import { objectNameIn } from './placement';
import { ServiceRequest } from './ServiceRequest';

/** What declares a service to the engine, on each cluster of each environment. */
export function clusterFiles(
  request: ServiceRequest,
  environments: readonly LayoutEnvironment[],
  layout: RepositoryLayout,
  content: (environment: LayoutEnvironment, name: string) => string,
): readonly ScaffoldedFile[] {
  return environments.flatMap(environment => {
    const name = objectNameIn(environment, request, layout);
    return environment.clusters.map(cluster => ({
      path: `clusters/${cluster}/${name}.yaml`,
      content: content(environment, name),
    }));
  });
}
