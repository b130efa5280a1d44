import { Manifest } from '../../manifests/Manifest';
import { textAt } from '../../manifests/YamlNode';
import { DiscoveryContext, Scope } from '../declaration';
import { clusterSecrets } from './clusterSecrets';
import { hasPlaceholder } from './placeholder';

const inClusterName = 'in-cluster';

const inClusterServers = new Set([
  'https://kubernetes.default.svc',
  'https://kubernetes.default.svc.cluster.local',
]);

/**
 * The cluster that an Application's destination names. The cluster Argo CD
 * itself runs in has a name only where a Secret registers it: otherwise whoever
 * applies the Application knows it. `generated` is what a generator calls the
 * cluster whose address Git doesn't tell, or tells without a name.
 */
export function destinationCluster(
  application: Manifest,
  scope: Scope,
  context: DiscoveryContext,
  generated?: string,
): string | undefined {
  const name = textAt(application.root, 'spec', 'destination', 'name');
  const server = textAt(application.root, 'spec', 'destination', 'server');
  const isNamed = name !== undefined && !hasPlaceholder(name);
  if (isNamed && name !== inClusterName) return name;
  if (!isNamed && (server === undefined || hasPlaceholder(server))) {
    return generated;
  }
  const isOwn = isNamed || (server !== undefined && isInCluster(server));
  const secret = clusterSecrets(scope, context).find(registered =>
    isOwn ? isInCluster(registered.server) : registered.server === server,
  );
  if (secret !== undefined || isOwn) return secret?.name;
  return generated ?? (server && hostOf(server));
}

function isInCluster(server: string): boolean {
  return inClusterServers.has(server.replace(/\/+$/, ''));
}

function hostOf(server: string): string | undefined {
  try {
    return new URL(server).hostname || undefined;
  } catch {
    return undefined;
  }
}
