import {
  BuiltinEngine,
  ClusterCapabilities,
  ClusterClient,
  ClusterConfig,
  createClusterClient,
  DriftConfig,
  KubernetesPluginAddress,
  readClusters,
  readDriftConfig,
} from '@backstage-gitops/plugin-gitops-node';
import {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ObservedCluster, OpenClusters } from './ObservedCluster';

/** The clusters of `gitops.clusters`, each with the built-in engine. */
export const openConfiguredClusters: OpenClusters = services => {
  const drift = readDriftConfig(services.config);
  const kubernetesPlugin = addressOf(services);
  return readClusters(services.config).map(cluster =>
    openCluster(cluster, { drift, kubernetesPlugin, logger: services.logger }),
  );
};

function openCluster(
  config: ClusterConfig,
  options: {
    drift: DriftConfig;
    kubernetesPlugin: KubernetesPluginAddress;
    logger: LoggerService;
  },
): ObservedCluster {
  const client = createClusterClient(config, options);
  const { name, aliases, environments, mode } = config;
  return {
    ...{ name, aliases, environments, mode },
    engine: new BuiltinEngine({
      ...config,
      ...options.drift,
      client,
      cluster: name,
      logger: options.logger,
    }),
    version: signal => client.version({ signal }),
    clockSkew: () => client.clockSkew(),
    capabilities: signal => capabilitiesOf(client, signal),
    close: () => client.close(),
  };
}

async function capabilitiesOf(
  client: ClusterClient,
  signal: AbortSignal,
): Promise<ClusterCapabilities> {
  const [kubeVersion, types] = await Promise.all([
    client.version({ signal }),
    client.resourceTypes({ signal }),
  ]);
  const apiVersions = types.flatMap(({ group, version, kind }) => {
    const groupVersion = group === '' ? version : `${group}/${version}`;
    return [groupVersion, `${groupVersion}/${kind}`];
  });
  return { kubeVersion, apiVersions: [...new Set(apiVersions)].sort() };
}

/** The Kubernetes plugin's proxy, as this plugin itself may use it. */
function addressOf({
  auth,
  discovery,
}: {
  auth: AuthService;
  discovery: DiscoveryService;
}): KubernetesPluginAddress {
  return {
    baseUrl: () => discovery.getBaseUrl('kubernetes'),
    async token() {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: 'kubernetes',
      });
      return token;
    },
  };
}
