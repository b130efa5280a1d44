import { LayoutEnvironment, RepositoryLayout, sharesCluster } from '../model';
import { ServiceRequest } from './ServiceRequest';

/** Two environments on one cluster need namespaces of their own. */
export function namespaceIn(
  environment: LayoutEnvironment,
  { namespace }: Pick<ServiceRequest, 'namespace'>,
  layout: RepositoryLayout,
): string {
  return sharesCluster(environment, layout)
    ? `${namespace}-${environment.name}`
    : namespace;
}

/** Where it matters, a node may go without the service going with it. */
export function replicasIn(
  environment: LayoutEnvironment,
  { replicas }: Pick<ServiceRequest, 'replicas'>,
): number {
  return replicas ?? (environment.protected ? 2 : 1);
}

/** What an object of the service is called on a cluster of the environment. */
export function objectNameIn(
  environment: LayoutEnvironment,
  { service }: Pick<ServiceRequest, 'service'>,
  layout: RepositoryLayout,
): string {
  return sharesCluster(environment, layout)
    ? `${service}-${environment.name}`
    : service;
}
