import { z } from 'zod';
import { artifactSchema } from './artifact';

/**
 * One service in one environment on one cluster, as a repository declares it.
 *
 * `id` is made of the repository's id, the declaring object, the cluster and
 * the workload, so it survives a tidy-up of folders. `aliases` are the other
 * names an entity may know the service by.
 *
 * @public
 */
export const targetSchema = z.object({
  id: z.string(),
  unit: z.string(),
  service: z.string(),
  aliases: z.array(z.string()),
  environment: z.string(),
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  path: z.string(),
  artifacts: z.array(artifactSchema),
});

/** @public */
export type Target = z.infer<typeof targetSchema>;

/** The part of a target that names it. @public */
export const targetRefSchema = targetSchema.pick({
  id: true,
  service: true,
  environment: true,
  cluster: true,
  namespace: true,
  path: true,
});

/** @public */
export type TargetRef = z.infer<typeof targetRefSchema>;
