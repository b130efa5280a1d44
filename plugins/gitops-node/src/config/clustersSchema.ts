import { engineModeSchema } from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';

const text = z.string().min(1, 'is empty');
const texts = z.preprocess(
  value => (typeof value === 'string' ? [value] : value),
  z.array(text).default([]),
);
const comparison = z.enum(['readOnly', 'exact']);

/** Manager names are shown beside fields, and the API server takes 128 bytes. */
const fieldManager = text.max(128, 'is longer than 128 characters');

/** Keys of which exactly one says how a cluster is reached. */
const ways = ['server', 'kubeconfig', 'kubernetesPlugin'] as const;

/** Keys that go with `server` and with nothing else. */
const serverKeys = [
  'caData',
  'caFile',
  'token',
  'tokenFile',
  'skipTLSVerify',
] as const;

const clusterSchema = z
  .strictObject({
    name: text,
    aliases: texts,
    environments: texts,
    server: z.string().superRefine(refuseAddress).optional(),
    caData: z.string().superRefine(refuseCertificate).optional(),
    caFile: text.optional(),
    token: text.optional(),
    tokenFile: text.optional(),
    skipTLSVerify: z.boolean().optional(),
    kubeconfig: text.optional(),
    context: text.optional(),
    kubernetesPlugin: z.union([z.literal(true), text]).optional(),
    engine: z.enum(['flux', 'builtin']).optional(),
    mode: engineModeSchema.optional(),
    selfHeal: z.boolean().optional(),
    comparison: comparison.optional(),
    namespaces: texts,
    // A duration, read by Backstage's own reader.
    timeout: z.unknown().optional(),
  })
  .superRefine((cluster, context) => {
    const refuse = (message: string) =>
      context.addIssue({ code: 'custom', message });
    const has = (key: keyof typeof cluster) => cluster[key] !== undefined;
    const used = ways.filter(has);
    if (used.length !== 1) {
      const found = used.length === 0 ? 'none' : used.join(' and ');
      refuse(`must have exactly one of ${ways.join(', ')}; it has ${found}`);
    }
    const stray = serverKeys.filter(has);
    if (!has('server') && stray.length > 0) {
      refuse(`has ${stray.join(', ')}, which goes with server only`);
    }
    if (has('context') && !has('kubeconfig')) {
      refuse('has context, which goes with kubeconfig only');
    }
    if (has('caData') && has('caFile')) refuse('has both caData and caFile');
    if (has('token') && has('tokenFile')) {
      refuse('has both token and tokenFile');
    }
    if (cluster.server?.startsWith('http:') && !isLocal(cluster.server)) {
      if (!cluster.skipTLSVerify) {
        refuse(
          'is asked in clear text; use https, or say skipTLSVerify: true to accept that',
        );
      }
    }
  });

export const clustersSchema = z.array(clusterSchema).default([]);

export const builtinEngineSchema = z
  .strictObject({
    mode: engineModeSchema.default('observe'),
    selfHeal: z.boolean().default(true),
    comparison: comparison.default('readOnly'),
    fieldManager: fieldManager.default('backstage-gitops'),
  })
  .prefault({});

export type ClusterEntry = z.output<typeof clusterSchema>;

function refuseAddress(
  address: string,
  context: z.RefinementCtx<string>,
): void {
  const refuse = (message: string) =>
    context.addIssue({ code: 'custom', message });
  if (!URL.canParse(address)) {
    refuse('is not a URL');
    return;
  }
  const { protocol, username, password, search, hash } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') {
    refuse('must begin with https:// or http://');
  }
  if (username || password) refuse('holds credentials; use token or tokenFile');
  if (search || hash) refuse('must end with its path');
}

function refuseCertificate(
  data: string,
  context: z.RefinementCtx<string>,
): void {
  const decoded = Buffer.from(data, 'base64').toString('latin1');
  if ([data, decoded].some(each => each.includes('-----BEGIN CERTIFICATE'))) {
    return;
  }
  context.addIssue({
    code: 'custom',
    message: 'holds no certificate: it must be PEM, or base64 of it',
  });
}

function isLocal(address: string): boolean {
  if (!URL.canParse(address)) return true;
  return ['localhost', '127.0.0.1', '[::1]'].includes(
    new URL(address).hostname,
  );
}
