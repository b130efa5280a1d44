import {
  Delivery,
  deliverySchema,
  Difference,
  differenceSchema,
  healthSchema,
  ignoredFieldsSchema,
  liveArtifactSchema,
  ResourceObservation,
  resourceObservationSchema,
  syncSchema,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { columnText, optionalColumnText } from './columnText';
import { digestOf } from './digest';
import { BigInteger, readStrings } from './rows';

export interface ObservationRow {
  readonly unit_id: string;
  readonly cluster: string;
  readonly digest: string;
  readonly observed_at: BigInteger;
  readonly engine: string;
  readonly mode: string | null;
  readonly comparison: string;
  readonly revision: string | null;
  readonly applied_revision: string | null;
  readonly message: string | null;
  readonly instance: string | null;
  readonly delivery: string | null;
}

/** The columns that say which resource a row is of. */
export interface ResourceColumns {
  readonly api_group: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

export interface ResourceRow extends ResourceColumns {
  readonly unit_id: string;
  readonly subject: string;
  readonly digest: string;
  readonly api_version: string | null;
  readonly status: string;
  readonly reason: string | null;
  readonly health: string;
  readonly health_message: string | null;
  readonly targets: string;
  readonly differences: string;
  readonly ignored: string;
}

/** What `targets.live` holds. */
export const storedLiveSchema = z.object({
  sync: syncSchema,
  health: healthSchema,
  artifacts: z.array(liveArtifactSchema),
  drift: z.object({
    fields: z.number(),
    resources: z.number(),
    missing: z.number(),
    orphaned: z.number(),
    indeterminate: z.number(),
    by: z.string().optional(),
  }),
  /** The versions that were declared when it was looked at. */
  declared: z.string().optional(),
  /** When images were first seen to be others than declared; milliseconds. */
  behindSince: z.number().optional(),
});

export type StoredLive = z.infer<typeof storedLiveSchema>;

/** Longer values are cut: nobody reads them in a table of fields. */
const longestValue = 16_000;

const maskPattern = /^\*{3}[0-9a-f]*$/;

export function observationRow(observation: UnitObservation): ObservationRow {
  const { delivery } = observation;
  const columns = {
    unit_id: columnText(observation.unit),
    cluster: observation.cluster,
    engine: observation.engine,
    mode: observation.mode ?? null,
    comparison: observation.comparison,
    revision: optionalColumnText(observation.revision),
    applied_revision: optionalColumnText(observation.appliedRevision),
    message: optionalColumnText(observation.message),
    instance: optionalColumnText(delivery?.instance),
    delivery: optionalColumnText(delivery && JSON.stringify(delivery)),
  };
  return {
    ...columns,
    digest: digestOf(columns),
    observed_at: Date.parse(observation.observedAt),
  };
}

export function resourceRow(
  unit: string,
  resource: ResourceObservation,
): ResourceRow {
  const named = resourceColumns(resource);
  const columns = {
    ...named,
    unit_id: columnText(unit),
    subject: subjectOf(named),
    api_version: optionalColumnText(resource.apiVersion),
    status: resource.status,
    reason: optionalColumnText(resource.reason),
    health: resource.health.state,
    health_message: optionalColumnText(resource.health.message),
    targets: JSON.stringify(resource.targets),
    differences: JSON.stringify(
      resource.differences.map(({ since: _, ...difference }) => ({
        ...difference,
        declared: storedValue(resource.kind, difference, difference.declared),
        live: storedValue(resource.kind, difference, difference.live),
      })),
    ),
    ignored: JSON.stringify(resource.ignored ?? []),
  };
  return { ...columns, digest: digestOf(columns) };
}

export function resourceColumns(resource: {
  readonly group: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}): ResourceColumns {
  return {
    api_group: columnText(resource.group),
    kind: columnText(resource.kind),
    namespace: optionalColumnText(resource.namespace),
    name: columnText(resource.name),
  };
}

/** A name for a resource, or for a field of it, that any index takes. */
export function subjectOf(resource: ResourceColumns, field?: string): string {
  const { api_group, kind, namespace, name } = resource;
  return digestOf([api_group, kind, namespace, name, field]);
}

/**
 * Engines mask what they compare. What still isn't a mask where a Secret's
 * data stands is never stored, whoever forgot it.
 */
function storedValue(
  kind: string,
  { field }: Difference,
  value: unknown,
): unknown {
  if (kind === 'Secret' && /^(data|stringData)\b/.test(field)) {
    return masked(value);
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? '';
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : value;
}

function masked(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return value;
  if (typeof value === 'string') return maskPattern.test(value) ? value : '***';
  if (typeof value !== 'object' || Array.isArray(value)) return '***';
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, masked(child)]),
  );
}

const differencesSchema = z.array(differenceSchema);
const ignoredSchema = z.array(ignoredFieldsSchema);

export function resourceFromRow(row: ResourceRow): ResourceObservation {
  return resourceObservationSchema.parse({
    group: row.api_group,
    kind: row.kind,
    namespace: row.namespace ?? undefined,
    name: row.name,
    apiVersion: row.api_version ?? undefined,
    status: row.status,
    reason: row.reason ?? undefined,
    health: { state: row.health, message: row.health_message ?? undefined },
    targets: readStrings(row.targets),
    differences: differencesSchema.parse(JSON.parse(row.differences)),
    ignored: ignoredSchema.parse(JSON.parse(row.ignored)),
  });
}

/** What an engine said of a unit, where one did. */
export function readDelivery(
  row: Pick<ObservationRow, 'delivery'>,
): Delivery | undefined {
  return row.delivery === null
    ? undefined
    : deliverySchema.parse(JSON.parse(row.delivery));
}

/** Whether a resource counts for a target; one of no target is of all. */
export function isOfTarget(
  { targets }: Pick<ResourceObservation, 'targets'>,
  target: string,
): boolean {
  return targets.length === 0 || targets.includes(target);
}
