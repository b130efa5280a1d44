// Writes the schemas that the policy `schema` validates by, as an API server of
// the tests' own publishes them: what Kubernetes itself knows, without prose.
//
//   yarn workspace @backstage-gitops/plugin-gitops-node write:schemas

import fs from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ApiServer, findKubernetes } from '@backstage-gitops/envtest';
import { z } from 'zod';

const documentSchema = z.object({
  info: z.object({ version: z.string() }),
  definitions: z.record(z.string(), z.record(z.string(), z.unknown())),
});

const kindsSchema = z.array(
  z.object({ group: z.string(), version: z.string(), kind: z.string() }),
);

/** What validation asks of a schema; the rest is for people. */
const kept = [
  '$ref',
  'type',
  'format',
  'enum',
  'required',
  'properties',
  'additionalProperties',
  'items',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-int-or-string',
];

function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProse);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => kept.includes(key))
    .map(([key, child]) => [key, keptChild(key, child)] as const);
  return Object.fromEntries(entries);
}

function keptChild(key: string, child: unknown): unknown {
  if (key === '$ref') return String(child).replace('#/definitions/', '');
  if (key !== 'properties') return withoutProse(child);
  return Object.fromEntries(
    Object.entries(z.record(z.string(), z.unknown()).parse(child)).map(
      ([name, property]) => [name, withoutProse(property)],
    ),
  );
}

function moduleOf(version: string, content: Buffer): string {
  return `// Written by dev/writeKubernetesSchemas.ts, from Kubernetes ${version}.

/** The schemas of Kubernetes' own kinds: JSON, zipped, in base64. */
export const kubernetesSchemas =
  '${content.toString('base64')}';
`;
}

async function write(file: string): Promise<void> {
  if (findKubernetes() === undefined) {
    throw new Error('yarn envtest builds the server that is asked');
  }
  const server = await ApiServer.start();
  try {
    const answer = await server.request('GET', '/openapi/v2');
    const { info, definitions } = documentSchema.parse(answer.body);
    const kinds: Record<string, string> = {};
    for (const [name, definition] of Object.entries(definitions)) {
      const named = kindsSchema.safeParse(
        definition['x-kubernetes-group-version-kind'],
      );
      for (const { group, version, kind } of named.data ?? []) {
        const isObject = named.data?.length === 1;
        if (isObject) kinds[`${group}/${version}/${kind}`] = name;
      }
    }
    const schemas = Object.fromEntries(
      Object.entries(definitions).map(([name, definition]) => [
        name,
        withoutProse(definition),
      ]),
    );
    const content = gzipSync(JSON.stringify({ kinds, schemas }), { level: 9 });
    await fs.writeFile(file, moduleOf(info.version, content));
  } finally {
    await server.stop();
  }
}

// eslint-disable-next-line no-restricted-syntax -- not bundled
write(
  path.resolve(__dirname, '../src/policy/schema/kubernetesSchemas.ts'),
).catch(error => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
