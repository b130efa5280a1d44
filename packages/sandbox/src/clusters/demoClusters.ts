import { randomBytes } from 'node:crypto';
import { SandboxCluster } from '../cluster/SandboxCluster';

/** The clusters that the world's repositories name, or mean. */
export const clusterNames = [
  'development',
  'staging',
  'production-eu-1',
  'production-us-1',
] as const;

/** What a cluster of the company has before anything is deployed to it. */
const namespaces = [
  'argocd',
  'catalog',
  'checkout',
  'flux-system',
  'infrastructure',
  'notifications',
  'payments',
  'search',
  'session-store',
  'storefront',
];

/** Starts all of them, each with a token that nobody knows yet. */
export async function startDemoClusters(): Promise<SandboxCluster[]> {
  return Promise.all(
    clusterNames.map(name =>
      SandboxCluster.start({
        name,
        token: randomBytes(24).toString('base64url'),
        namespaces,
      }),
    ),
  );
}
