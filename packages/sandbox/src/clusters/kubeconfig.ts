import { promises as fs } from 'node:fs';
import path from 'node:path';

/** Where a cluster is, and what lets one in. */
export interface ClusterAddress {
  readonly name: string;
  readonly url: string;
  readonly token: string;
}

/**
 * Writes a kubeconfig with a context for each cluster, that only its owner can
 * read. (JSON is YAML.)
 */
export async function writeKubeconfig(
  file: string,
  clusters: readonly ClusterAddress[],
): Promise<void> {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': clusters[0]?.name,
    clusters: clusters.map(({ name, url }) => ({
      name,
      // They are asked in clear text, which clients want to be told.
      cluster: { server: url, 'insecure-skip-tls-verify': true },
    })),
    users: clusters.map(({ name, token }) => ({ name, user: { token } })),
    contexts: clusters.map(({ name }) => ({
      name,
      context: { cluster: name, user: name },
    })),
  };
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.rm(file, { force: true });
  await fs.writeFile(file, `${JSON.stringify(config, undefined, 2)}\n`, {
    mode: 0o600,
  });
}

interface Kubeconfig {
  readonly clusters: { name: string; cluster: { server: string } }[];
  readonly users: { name: string; user: { token: string } }[];
}

/** Reads what {@link writeKubeconfig} wrote. */
export async function readKubeconfig(file: string): Promise<ClusterAddress[]> {
  const { clusters, users }: Kubeconfig = JSON.parse(
    await fs.readFile(file, 'utf8'),
  );
  return clusters.flatMap(({ name, cluster }) =>
    users
      .filter(user => user.name === name)
      .map(({ user }) => ({ name, url: cluster.server, token: user.token })),
  );
}
