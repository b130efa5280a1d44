import { z } from 'zod';
import { isResource, Resource } from '../../../manifests/Resource';
import { listOf, number, part, text } from '../../tolerant';

/**
 * A list, its items unread: most of them haven't changed. What is neither a
 * list nor says of when it is, as the answer of something that stands in the
 * way, is no empty one: all that is known would be forgotten.
 */
export const applicationListSchema = z
  .object({
    metadata: part({ resourceVersion: text }),
    // Null where there is none.
    items: z.array(z.unknown()).nullish(),
  })
  .refine(
    ({ metadata, items }) =>
      items !== undefined || metadata.resourceVersion !== undefined,
    { path: ['items'], message: 'It is no list' },
  )
  .transform(({ metadata, items }) => ({ metadata, items: items ?? [] }));

export const applicationSetsSchema = z.object({ items: listOf(z.unknown()) });

/** An object of a managed-resources answer is JSON in text; `null` for none. */
const state = z
  .string()
  .optional()
  .catch(undefined)
  .transform(json => (json === undefined ? undefined : parseObject(json)));

/**
 * One resource of an Application: as Git declares it (`targetState`) and as it
 * is live, Secrets' values masked by Argo CD.
 */
const managedResourceSchema = z.object({
  group: z.string().catch(''),
  kind: z.string().min(1),
  namespace: text,
  name: z.string().min(1),
  targetState: state,
  liveState: state,
  hook: z.boolean().catch(false),
  /** Absent before 2.5 and where it is false. */
  modified: z.boolean().optional().catch(undefined),
});

export type ManagedResource = z.output<typeof managedResourceSchema>;

export const managedResourcesSchema = z.object({
  items: listOf(managedResourceSchema),
});

const healthSchema = z
  .object({ status: text, message: text })
  .optional()
  .catch(undefined);

/** What runs below an Application, with the health that 3.0 tells only here. */
const resourceNodeSchema = z.object({
  group: z.string().catch(''),
  version: text,
  kind: z.string().min(1),
  namespace: text,
  name: z.string().min(1),
  uid: text,
  createdAt: text,
  images: listOf(z.string()),
  parentRefs: listOf(
    z.object({
      group: z.string().catch(''),
      kind: z.string(),
      namespace: text,
      name: z.string(),
      uid: text,
    }),
  ),
  health: healthSchema,
});

export type ResourceNode = z.output<typeof resourceNodeSchema>;

export const resourceTreeSchema = z.object({
  nodes: listOf(resourceNodeSchema),
  orphanedNodes: listOf(resourceNodeSchema),
});

export type ResourceTree = z.output<typeof resourceTreeSchema>;

export const manifestsSchema = z.object({
  manifests: listOf(z.string()).transform(items =>
    items.flatMap(json => parseObject(json) ?? []),
  ),
  revision: text,
});

export const revisionMetadataSchema = z.object({
  author: text,
  date: text,
  message: text,
  tags: listOf(z.string()),
});

export type RevisionMetadata = z.output<typeof revisionMetadataSchema>;

const syncWindowSchema = z.object({
  kind: z.enum(['allow', 'deny']).catch('deny'),
  schedule: z.string().catch(''),
  duration: z.string().catch(''),
  timeZone: text,
  manualSync: z.boolean().catch(false),
  description: text,
});

/** What a manual sync may do now, and which windows say so. */
export const syncWindowsSchema = z.object({
  activeWindows: listOf(syncWindowSchema),
  assignedWindows: listOf(syncWindowSchema),
  canSync: z.boolean().catch(true),
});

export type SyncWindows = z.output<typeof syncWindowsSchema>;

/** What the cluster noted about the Application itself. */
const eventSchema = z.object({
  type: text,
  reason: z.string().catch(''),
  message: z.string().catch(''),
  count: number,
  firstTimestamp: text,
  lastTimestamp: text,
  eventTime: text,
  involvedObject: part({
    apiVersion: text,
    kind: text,
    namespace: text,
    name: text,
  }),
});

export type ApplicationNote = z.output<typeof eventSchema>;

export const eventsSchema = z.object({ items: listOf(eventSchema) });

export const versionSchema = z.object({ Version: text });

/** Whatever it is: what comes of a write is told by the stream. */
export const anythingSchema = z.unknown();

const streamErrorSchema = z.object({
  message: z.string().catch('the stream failed'),
  grpc_code: number,
  http_code: number,
});

/** One event of the stream of applications. */
export const streamEventSchema = z.union([
  z.object({
    result: z.object({
      type: z.enum(['ADDED', 'MODIFIED', 'DELETED']),
      application: z.record(z.string(), z.unknown()),
    }),
  }),
  z.object({ error: streamErrorSchema }),
]);

function parseObject(json: string): Resource | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    return isResource(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
