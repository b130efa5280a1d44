import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import {
  builtInSchemas,
  ClusterClient,
  compareResources,
  createClusterClient,
  DeclaredResource,
  readManifests,
  Resource,
  ResourceType,
  schemasFromOpenApi,
} from '@backstage-gitops/plugin-gitops-node';
import { z } from 'zod';

/** How a side of the comparison reaches the API server. */
export const sideSchema = z.object({
  url: z.string(),
  certificateAuthority: z.string(),
  token: z.string(),
  fieldManager: z.string(),
});

export type Side = z.infer<typeof sideSchema>;

/** Lists that are read at the same time; each begins with a TLS handshake. */
const concurrency = 4;

/**
 * Reads a file of manifests, lists what a cluster has of their kinds and
 * compares the two: what a person gets who asks once.
 */
export async function compareCluster(
  file: string,
  side: Side,
): Promise<readonly ResourceDrift[]> {
  const client = createClusterClient({
    name: 'bench',
    connection: {
      type: 'server',
      url: side.url,
      caData: side.certificateAuthority,
      token: side.token,
      skipTLSVerify: false,
    },
  });
  try {
    const types = client.resourceTypes();
    const text = await fs.readFile(file, 'utf8');
    const { resources } = readManifests(text, path.basename(file));
    const wanted = typesOf(resources, await types);
    const [live, schemas] = await Promise.all([
      listAll(client, wanted),
      readSchemas(client, resources),
    ]);
    return compareResources(
      { declared: resources, live },
      {
        schemas,
        rules: [],
        fieldManagers: [side.fieldManager],
        unmanaged: false,
        defaultNamespace: 'default',
        salt: randomBytes(32),
      },
    );
  } finally {
    await client.close();
  }
}

/** What drifted, one line each. */
export function formatSide(drift: readonly ResourceDrift[]): string {
  return drift
    .filter(({ status }) => status !== 'synced')
    .map(each => `${JSON.stringify(each)}\n`)
    .join('');
}

function typesOf(
  declared: readonly DeclaredResource[],
  types: readonly ResourceType[],
): readonly ResourceType[] {
  const kinds = new Set(
    declared.map(({ resource }) => `${resource.apiVersion} ${resource.kind}`),
  );
  return types.filter(({ group, version, kind }) =>
    kinds.has(`${group === '' ? version : `${group}/${version}`} ${kind}`),
  );
}

async function listAll(
  client: ClusterClient,
  types: readonly ResourceType[],
): Promise<Resource[]> {
  const left = [...types];
  const live: Resource[] = [];
  const worker = async () => {
    for (let type = left.pop(); type !== undefined; type = left.pop()) {
      for await (const object of client.list(type)) live.push(object);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return live;
}

/** Kinds of Kubernetes itself are in the built-in table. */
async function readSchemas(
  client: ClusterClient,
  declared: readonly DeclaredResource[],
) {
  const custom = new Set(
    declared
      .map(({ resource }) => resource)
      .filter(
        ({ apiVersion, kind }) =>
          builtInSchemas.schemaOf(apiVersion, kind) === undefined,
      )
      .map(({ apiVersion }) => apiVersion),
  );
  const documents = await Promise.all(
    [...custom].map(
      async (version): Promise<[string, unknown]> => [
        version,
        await client.openApi(version),
      ],
    ),
  );
  return schemasFromOpenApi(new Map(documents));
}
