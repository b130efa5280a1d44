import { Manifest } from '../../manifests/Manifest';
import { textAt } from '../../manifests/YamlNode';
import { DiscoveryContext, Scope } from '../declaration';

/** A cluster as a Secret in Git registers it with Argo CD. */
export interface ClusterSecret {
  readonly name: string;
  readonly server: string;
  readonly manifest: Manifest;
}

const secretType = 'argocd.argoproj.io/secret-type';

/** The clusters registered by Secrets that are applied beside an object. */
export function clusterSecrets(
  scope: Scope,
  context: DiscoveryContext,
): ClusterSecret[] {
  return context
    .siblings(scope)
    .filter(
      ({ kind, group, labels }) =>
        kind === 'Secret' && group === '' && labels[secretType] === 'cluster',
    )
    .flatMap(manifest => {
      const server = secretText(manifest, 'server');
      const name = secretText(manifest, 'name') ?? manifest.name;
      return server === undefined ? [] : [{ name, server, manifest }];
    });
}

function secretText(secret: Manifest, key: string): string | undefined {
  const plain = textAt(secret.root, 'stringData', key);
  if (plain !== undefined) return plain;
  const encoded = textAt(secret.root, 'data', key);
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8').trim();
  return text === '' ? undefined : text;
}
