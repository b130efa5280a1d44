import { Manifest } from '../../manifests/Manifest';
import { textAt } from '../../manifests/YamlNode';
import { DiscoveryContext, Scope } from '../declaration';
import { clusterSecrets } from './clusterSecrets';
import { hasPlaceholder } from './placeholder';

const inCluster = new Set([
  'in-cluster',
  'https://kubernetes.default.svc',
  'https://kubernetes.default.svc.cluster.local',
]);

/**
 * The cluster that an Application's destination names. The cluster Argo CD
 * itself runs in has no name of its own there: whoever applies the Application
 * knows it. `generated` is the cluster that a generator made it for.
 */
export function destinationCluster(
  application: Manifest,
  scope: Scope,
  context: DiscoveryContext,
  generated?: string,
): string | undefined {
  const name = textAt(application.root, 'spec', 'destination', 'name');
  if (name !== undefined && !hasPlaceholder(name)) {
    return inCluster.has(name) ? generated : name;
  }
  const server = textAt(application.root, 'spec', 'destination', 'server');
  if (server === undefined || hasPlaceholder(server)) return generated;
  if (inCluster.has(server.replace(/\/+$/, ''))) return generated;
  const secret = clusterSecrets(scope, context).find(
    cluster => cluster.server === server,
  );
  return secret?.name ?? generated ?? hostOf(server);
}

function hostOf(server: string): string | undefined {
  try {
    return new URL(server).hostname || undefined;
  } catch {
    return undefined;
  }
}
