import {
  ClusterCapabilities,
  ClusterClient,
  ClusterConfig,
  ClusterEngine,
  createClusterClient,
  DriftConfig,
  FluxConfig,
  KubernetesPluginAddress,
  readClusters,
  readDriftConfig,
  readFluxConfig,
} from '@backstage-gitops/plugin-gitops-node';
import {
  AuthService,
  DiscoveryService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { FluxSurveys } from './FluxSurveys';
import { ObservedCluster, OpenClusters } from './ObservedCluster';
import { UnitSources } from './UnitSources';

/** The clusters of `gitops.clusters`, each with the engine that it has. */
export const openConfiguredClusters: OpenClusters = services => {
  const drift = readDriftConfig(services.config);
  const flux = readFluxConfig(services.config);
  const kubernetesPlugin = addressOf(services);
  return readClusters(services.config).map(cluster =>
    openCluster(cluster, { ...services, drift, flux, kubernetesPlugin }),
  );
};

function openCluster(
  config: ClusterConfig,
  options: {
    drift: DriftConfig;
    flux: FluxConfig;
    kubernetesPlugin: KubernetesPluginAddress;
    logger: LoggerService;
    sources: UnitSources;
    surveys: FluxSurveys;
  },
): ObservedCluster {
  const client = createClusterClient(config, options);
  const { name, aliases, environments, mode } = config;
  const { drift, flux, logger, sources, surveys } = options;
  const engine = new ClusterEngine({
    ...config,
    ...drift,
    client,
    cluster: name,
    logger,
    isSourceOf: sources.isSourceOf,
    containsCommit: sources.containsCommit,
    linkOf: object => flux.linkOf(name, object),
    onEngine: kind => surveys.found(name, kind),
    onSurvey: survey => surveys.surveyed(name, survey),
  });
  return {
    ...{ name, aliases, environments, mode, engine },
    flux: engine.flux,
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
