import http from 'node:http';
import https from 'node:https';
import { AccessGrant, ClusterAccess } from './ClusterAccess';
import { bearer } from './accessFile';

/**
 * What reaches Backstage's Kubernetes plugin: its base URL, such as
 * `http://localhost:7007/api/kubernetes`, and a token for it on behalf of the
 * backend itself, asked for with every request.
 *
 * @public
 */
export interface KubernetesPluginAddress {
  readonly baseUrl: () => Promise<string>;
  readonly token: () => Promise<string>;
}

/**
 * Reaches an API server through the HTTP proxy of Backstage's Kubernetes
 * plugin, which adds the credentials of the cluster. Clusters whose
 * credentials are those of the person who looks can't be read this way in the
 * background; the plugin then answers 401.
 */
export class KubernetesPluginAccess implements ClusterAccess {
  readonly #address: KubernetesPluginAddress;
  readonly #cluster: string;
  #agent: { readonly protocol: string; readonly agent: http.Agent } | undefined;

  constructor(address: KubernetesPluginAddress, cluster: string) {
    this.#address = address;
    this.#cluster = cluster;
  }

  async grant(): Promise<AccessGrant> {
    const [base, token] = await Promise.all([
      this.#address.baseUrl(),
      this.#address.token(),
    ]);
    const baseUrl = new URL(`${base.replace(/\/+$/, '')}/proxy`);
    return {
      baseUrl,
      headers: {
        Authorization: bearer(token, 'Backstage token'),
        'Backstage-Kubernetes-Cluster': this.#cluster,
      },
      agent: this.#agentFor(baseUrl.protocol),
    };
  }

  close(): void {
    this.#agent?.agent.destroy();
    this.#agent = undefined;
  }

  #agentFor(protocol: string): http.Agent {
    if (this.#agent?.protocol === protocol) return this.#agent.agent;
    this.close();
    const { Agent } = protocol === 'https:' ? https : http;
    const agent = new Agent({ keepAlive: true });
    this.#agent = { protocol, agent };
    return agent;
  }
}
