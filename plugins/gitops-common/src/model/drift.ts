import { z } from 'zod';

/**
 * How a field differs. `changed`: Git declares a value, live has another.
 * `missing`: Git declares the field, live has none. `pendingRemoval`: Git no
 * longer declares it, but the GitOps manager still owns it. `unmanaged`: Git
 * doesn't declare it and another manager owns it; never counted as drift.
 * `undelivered`: an engine wrote the live value and has still to apply what Git
 * declares by now; no drift either.
 *
 * @public
 */
export const differenceClassSchema = z.enum([
  'changed',
  'missing',
  'pendingRemoval',
  'unmanaged',
  'undelivered',
]);

/** @public */
export type DifferenceClass = z.infer<typeof differenceClassSchema>;

/**
 * Who last wrote a field, as `managedFields` tells. `time` (ISO 8601) is that
 * of the manager's whole entry, so it reads "last write by", not "changed at".
 *
 * @public
 */
export const lastWriteSchema = z.object({
  manager: z.string(),
  operation: z.enum(['Apply', 'Update']),
  subresource: z.string().optional(),
  time: z.string().optional(),
});

/** @public */
export type LastWrite = z.infer<typeof lastWriteSchema>;

/**
 * One field whose live value is not what Git declares. `declared` and `live`
 * are JSON values with secrets masked, absent where the side has none. `since`
 * (ISO 8601) is when we first saw it.
 *
 * @public
 */
export const differenceSchema = z.object({
  field: z.string(),
  class: differenceClassSchema,
  declared: z.unknown().optional(),
  live: z.unknown().optional(),
  origin: z
    .object({ file: z.string(), line: z.number().int().positive() })
    .optional(),
  lastWrite: lastWriteSchema.optional(),
  since: z.string().optional(),
});

/** @public */
export type Difference = z.infer<typeof differenceSchema>;

/**
 * `missing`: declared, not live. `undelivered`: not live either, since no commit
 * that the engine has applied declared it; no drift. `orphaned`: carries an
 * ownership mark of the unit, but Git no longer declares it. `indeterminate`:
 * can't be compared; `reason` says why, and it is never called synced.
 *
 * @public
 */
export const driftStatusSchema = z.enum([
  'synced',
  'drifted',
  'missing',
  'undelivered',
  'orphaned',
  'indeterminate',
]);

/** @public */
export type DriftStatus = z.infer<typeof driftStatusSchema>;

/** A named rule, and how many differing fields of a resource it hides. @public */
export const ignoredFieldsSchema = z.object({
  rule: z.string(),
  fields: z.array(z.string()),
});

/** @public */
export type IgnoredFields = z.infer<typeof ignoredFieldsSchema>;

/**
 * One resource compared. `differences` are those that count and, where asked
 * for, the `unmanaged` ones.
 *
 * @public
 */
export const resourceDriftSchema = z.object({
  group: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  status: driftStatusSchema,
  reason: z.string().optional(),
  differences: z.array(differenceSchema),
  ignored: z.array(ignoredFieldsSchema).optional(),
});

/** @public */
export type ResourceDrift = z.infer<typeof resourceDriftSchema>;
