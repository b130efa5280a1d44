import { z } from 'zod';
import { ResourceType } from './ClusterClient';

/** What discovery tells, in the order of the server's preference. */
export interface Discovered {
  readonly types: readonly ResourceType[];
  /** Group versions that are registered and don't answer, such as `metrics.k8s.io/v1beta1`. */
  readonly unavailable: readonly string[];
}

/** Asks for all kinds in one answer; servers that can't (before 1.26) answer in the classic way. */
export const aggregatedAccept = [
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
  'application/json',
].join(',');

const aggregatedSchema = z.object({
  kind: z.literal('APIGroupDiscoveryList'),
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string().optional() }).default({}),
      versions: z
        .array(
          z.object({
            version: z.string(),
            freshness: z.string().optional(),
            resources: z
              .array(
                z.object({
                  resource: z.string(),
                  responseKind: z.object({ kind: z.string() }).nullish(),
                  scope: z.string().optional(),
                  verbs: z.array(z.string()).default([]),
                }),
              )
              .default([]),
          }),
        )
        .default([]),
    }),
  ),
});

/** `undefined` where the answer is of the classic form. */
export function parseAggregated(answer: unknown): Discovered | undefined {
  const parsed = aggregatedSchema.safeParse(answer);
  if (!parsed.success) return undefined;
  const types: ResourceType[] = [];
  const unavailable: string[] = [];
  for (const { metadata, versions } of parsed.data.items) {
    const group = metadata.name ?? '';
    for (const { version, freshness, resources } of versions) {
      if (freshness === 'Stale') unavailable.push(groupVersion(group, version));
      for (const { resource, responseKind, scope, verbs } of resources) {
        // A few subresources have a parent that isn't a kind of its own.
        const kind = responseKind?.kind ?? '';
        if (kind === '') continue;
        const namespaced = scope === 'Namespaced';
        types.push({
          group,
          version,
          kind,
          plural: resource,
          namespaced,
          verbs,
        });
      }
    }
  }
  return { types, unavailable };
}

const groupListSchema = z.object({
  groups: z
    .array(
      z.object({
        name: z.string(),
        preferredVersion: z.object({ version: z.string() }).optional(),
        versions: z.array(z.object({ version: z.string() })).default([]),
      }),
    )
    .default([]),
});

/** The group versions of a classic `/apis`, each group's preferred one first. */
export function parseGroupList(
  answer: unknown,
): readonly { readonly group: string; readonly version: string }[] {
  return groupListSchema
    .parse(answer)
    .groups.flatMap(({ name, preferredVersion, versions }) => {
      const preferred = preferredVersion?.version;
      const all = versions.map(({ version }) => version);
      const first = preferred === undefined ? [] : [preferred];
      return [...new Set([...first, ...all])].map(version => ({
        group: name,
        version,
      }));
    });
}

const versionsSchema = z.object({ versions: z.array(z.string()).default([]) });

/** The versions of the core group, from a classic `/api`. */
export function parseCoreVersions(answer: unknown): readonly string[] {
  return versionsSchema.parse(answer).versions;
}

const resourceListSchema = z.object({
  resources: z
    .array(
      z.object({
        name: z.string(),
        kind: z.string(),
        namespaced: z.boolean().default(false),
        verbs: z.array(z.string()).default([]),
      }),
    )
    .default([]),
});

/** The kinds of one group version, from a classic APIResourceList. */
export function parseResourceList(
  answer: unknown,
  group: string,
  version: string,
): readonly ResourceType[] {
  return resourceListSchema
    .parse(answer)
    .resources.filter(({ name }) => !name.includes('/'))
    .map(({ name, kind, namespaced, verbs }) => ({
      ...{ group, version, kind, plural: name, namespaced, verbs },
    }));
}

export function groupVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}
