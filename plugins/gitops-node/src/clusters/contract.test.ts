import { ApiServer, describeWithKubernetes } from '@backstage-gitops/envtest';
import { SandboxCluster } from '@backstage-gitops/sandbox';
import { describeClusterClient } from './testing/describeClusterClient';
import { PluginProxy, portalCluster, portalToken } from './testing/PluginProxy';

describeClusterClient(
  'an address with a token',
  async () => {
    const server = await ApiServer.start();
    return {
      connection: {
        type: 'server',
        url: server.url,
        caData: server.certificateAuthority,
        token: server.token('admin'),
        skipTLSVerify: false,
      },
      stop: () => server.stop(),
    };
  },
  describeWithKubernetes,
);

describeClusterClient(
  'a kubeconfig',
  async () => {
    const server = await ApiServer.start();
    return {
      connection: { type: 'kubeconfig', file: server.kubeconfigFile() },
      stop: () => server.stop(),
    };
  },
  describeWithKubernetes,
);

describeClusterClient(
  "the proxy of Backstage's Kubernetes plugin",
  async () => {
    const server = await ApiServer.start();
    const proxy = await PluginProxy.start({
      url: server.url,
      certificateAuthority: server.certificateAuthority,
      token: server.token('admin'),
    });
    return {
      connection: { type: 'kubernetesPlugin', cluster: portalCluster },
      kubernetesPlugin: {
        baseUrl: async () => proxy.baseUrl,
        token: async () => portalToken,
      },
      stop: async () => {
        await proxy.stop();
        await server.stop();
      },
    };
  },
  describeWithKubernetes,
);

// What the demo shows must be what a cluster would do.
describeClusterClient("the sandbox's cluster", async () => {
  const token = 'sandbox';
  const cluster = await SandboxCluster.start({ name: 'shelf', token });
  return {
    connection: {
      ...{ type: 'server', url: cluster.url, token, skipTLSVerify: false },
    },
    stop: () => cluster.stop(),
  };
});
