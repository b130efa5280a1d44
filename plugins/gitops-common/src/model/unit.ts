import { z } from 'zod';

/**
 * What an engine applies as one.
 *
 * `Overlay` is a directory that no object declares (a leaf kustomization or a
 * folder of manifests), `HelmRelease` includes only Flux's; a chart with a
 * values file per environment and no declaring object is `HelmValues`; `Rule`
 * stands for a layout that a user's rule describes.
 *
 * @public
 */
export const unitKindSchema = z.enum([
  'Application',
  'Kustomization',
  'HelmRelease',
  'HelmfileRelease',
  'Overlay',
  'HelmValues',
  'Rule',
]);

/** @public */
export type UnitKind = z.infer<typeof unitKindSchema>;

/**
 * Rendering, sync, prune and drift belong to a unit. `files` are its
 * dependency files, relative to the repository's root: a change to any of
 * them may change what the unit declares. `labels` are those of the declaring
 * object, where there is one.
 *
 * @public
 */
export const unitSchema = z.object({
  id: z.string(),
  kind: unitKindSchema,
  name: z.string(),
  namespace: z.string().optional(),
  cluster: z.string().optional(),
  environment: z.string(),
  path: z.string(),
  declaredBy: z.object({
    file: z.string(),
    line: z.number().int().positive(),
  }),
  files: z.array(z.string()),
  labels: z.record(z.string(), z.string()).optional(),
});

/** @public */
export type Unit = z.infer<typeof unitSchema>;
