/**
 * How a cluster is reached.
 *
 * `server`: an address, with a certificate authority (PEM, or base64 of it)
 * and a token, each also as a file. `kubeconfig`: a file and one of its
 * contexts, the current one where none is named. `kubernetesPlugin`: a cluster
 * of Backstage's Kubernetes plugin, by its name there.
 *
 * @public
 */
export type ClusterConnection =
  | {
      readonly type: 'server';
      readonly url: string;
      readonly caData?: string;
      readonly caFile?: string;
      readonly token?: string;
      readonly tokenFile?: string;
      readonly skipTLSVerify: boolean;
    }
  | {
      readonly type: 'kubeconfig';
      readonly file: string;
      readonly context?: string;
    }
  | { readonly type: 'kubernetesPlugin'; readonly cluster: string };
