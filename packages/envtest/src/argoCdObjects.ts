import { createHmac, randomBytes } from 'node:crypto';
import { KubernetesObject } from './ServedKinds';

/**
 * Who may speak to an Argo CD of a test: `admin` with a password, and `portal`
 * with a token that its server takes as made by itself.
 *
 * @public
 */
export class ArgoCdAccounts {
  readonly username = 'admin';
  readonly password = randomBytes(12).toString('hex');
  readonly signature = randomBytes(32).toString('hex');
  readonly issuedAt = Math.floor(Date.now() / 1000) - 60;

  /** Of `portal`, as a JSON web token. */
  get token(): string {
    const body = [
      { alg: 'HS256', typ: 'JWT' },
      {
        ...{ iss: 'argocd', sub: 'portal:apiKey', jti: 'portal' },
        ...{ iat: this.issuedAt, nbf: this.issuedAt },
      },
    ]
      .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signed = createHmac('sha256', this.signature).update(body);
    return `${body}.${signed.digest('base64url')}`;
  }
}

/** What an installation of Argo CD finds in its namespace. */
export function argoCdObjects(
  namespace: string,
  accounts: ArgoCdAccounts,
  passwordHash: string,
): readonly KubernetesObject[] {
  const metadata = (name: string) => ({
    ...{ name, namespace },
    labels: { 'app.kubernetes.io/part-of': 'argocd' },
  });
  const configMap = (name: string, data: Record<string, string> = {}) => ({
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(name), data },
  });
  return [
    configMap('argocd-cm', { 'accounts.portal': 'apiKey' }),
    configMap('argocd-rbac-cm', { 'policy.csv': 'g, portal, role:admin' }),
    configMap('argocd-cmd-params-cm'),
    configMap('argocd-tls-certs-cm'),
    configMap('argocd-ssh-known-hosts-cm'),
    configMap('argocd-gpg-keys-cm'),
    {
      ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque' },
      metadata: metadata('argocd-secret'),
      stringData: {
        'server.secretkey': accounts.signature,
        'admin.password': passwordHash,
        'admin.passwordMtime': new Date(accounts.issuedAt * 1000).toISOString(),
        'accounts.portal.tokens': JSON.stringify([
          { id: 'portal', iat: accounts.issuedAt },
        ]),
      },
    },
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: metadata('default'),
      spec: {
        sourceRepos: ['*'],
        destinations: [{ namespace: '*', server: '*' }],
        clusterResourceWhitelist: [{ group: '*', kind: '*' }],
        sourceNamespaces: ['*'],
      },
    },
  ];
}
