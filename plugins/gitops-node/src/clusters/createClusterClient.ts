import { InputError } from '@backstage/errors';
import { ClusterAccess } from './ClusterAccess';
import { ClusterClient } from './ClusterClient';
import { ClusterConnection } from './ClusterConnection';
import { ClusterLimits, defaultLimits } from './ClusterLimits';
import { ClusterTime, systemTime } from './ClusterTime';
import { HttpClusterClient } from './HttpClusterClient';
import { KubeconfigAccess } from './KubeconfigAccess';
import {
  KubernetesPluginAccess,
  KubernetesPluginAddress,
} from './KubernetesPluginAccess';
import { ServerAccess } from './ServerAccess';

/** @public */
export interface ClusterClientDependencies {
  /** Needed by clusters of the Kubernetes plugin. */
  readonly kubernetesPlugin?: KubernetesPluginAddress;
  readonly limits?: Partial<ClusterLimits>;
  readonly time?: ClusterTime;
}

/**
 * A client of one cluster. Nothing is asked of it before the first call, so a
 * cluster that is away is no failure here.
 *
 * Throws an InputError for a cluster of the Kubernetes plugin where that is not
 * at hand.
 *
 * @public
 */
export function createClusterClient(
  cluster: {
    readonly name: string;
    readonly connection: ClusterConnection;
    /** A call with all its retries. */
    readonly timeoutMs?: number;
  },
  dependencies: ClusterClientDependencies = {},
): ClusterClient {
  const { time = systemTime } = dependencies;
  const requestMs = cluster.timeoutMs ?? defaultLimits.requestMs;
  return new HttpClusterClient({
    name: cluster.name,
    access: accessOf(cluster.connection, dependencies, time, cluster.name),
    limits: { ...defaultLimits, requestMs, ...dependencies.limits },
    time,
  });
}

function accessOf(
  connection: ClusterConnection,
  { kubernetesPlugin }: ClusterClientDependencies,
  time: ClusterTime,
  name: string,
): ClusterAccess {
  switch (connection.type) {
    case 'server':
      return new ServerAccess(connection, time);
    case 'kubeconfig':
      return new KubeconfigAccess(connection);
    default:
      if (kubernetesPlugin === undefined) {
        throw new InputError(
          `Cluster '${name}' is one of the Kubernetes plugin, which is not at hand here`,
        );
      }
      return new KubernetesPluginAccess(kubernetesPlugin, connection.cluster);
  }
}
