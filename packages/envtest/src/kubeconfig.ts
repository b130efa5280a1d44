import { stringify } from 'yaml';
import { Access } from './request';

/** A kubeconfig with one cluster, one user and one context. */
export function kubeconfig(access: Access, user: string): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'envtest',
    clusters: [
      {
        name: 'envtest',
        cluster: {
          server: access.url,
          'certificate-authority-data': Buffer.from(
            access.certificateAuthority,
          ).toString('base64'),
        },
      },
    ],
    users: [{ name: user, user: { token: access.token } }],
    contexts: [{ name: 'envtest', context: { cluster: 'envtest', user } }],
  });
}
