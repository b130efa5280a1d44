import { ArgoCdDestination } from '../ArgoCdInstance';
import { ArgoCdApplication } from '../read/ArgoCdApplication';

const inCluster = [
  'in-cluster',
  'https://kubernetes.default.svc',
  'https://kubernetes.default.svc.cluster.local',
];

/** Whether it deploys to the cluster that Argo CD itself runs in. */
export function isOwnCluster({
  destination: { name, server },
}: Pick<ArgoCdApplication, 'destination'>): boolean {
  const told = name ?? server?.replace(/\/+$/, '');
  return told !== undefined && inCluster.includes(told);
}

/**
 * Our name of the cluster that an Application deploys to, by what is configured
 * of its instance; else Argo CD's own name of it. `undefined` for the cluster
 * that Argo CD runs in, which has no name there, and for mere addresses.
 */
export function destinationCluster(
  { destination: { name, server } }: Pick<ArgoCdApplication, 'destination'>,
  clusters: readonly ArgoCdDestination[],
): string | undefined {
  const told = name ?? server?.replace(/\/+$/, '');
  if (told === undefined) return undefined;
  const isOwn = inCluster.includes(told);
  const configured = clusters.find(({ destination }) => {
    const place = destination.replace(/\/+$/, '');
    return isOwn ? inCluster.includes(place) : place === told;
  });
  if (configured !== undefined) return configured.cluster;
  return isOwn ? undefined : name;
}

/** Whether a destination is what Git calls a cluster of which it knows no more. */
export function isDestination(
  { destination: { name, server } }: Pick<ArgoCdApplication, 'destination'>,
  cluster: string,
): boolean {
  if (name !== undefined) return name === cluster;
  return server !== undefined && URL.canParse(server)
    ? new URL(server).hostname === cluster
    : false;
}
