import { z } from 'zod/v3';

/**
 * How a template names targets: by the entity, or by the service as its
 * repository calls it. The backend knows the rest.
 */
export const targetSelectionShape = {
  entityRef: z
    .string()
    .min(1)
    .describe(
      'The entity whose deployments are meant, for example component:default/cart. Give this or `service`',
    )
    .optional(),
  service: z
    .string()
    .min(1)
    .describe(
      'The service, as its config repository names it. Needed beside `entityRef` only where the entity has several',
    )
    .optional(),
  repository: z
    .string()
    .min(1)
    .describe(
      'The id of the config repository. Needed where several declare the service',
    )
    .optional(),
  namespace: z
    .string()
    .min(1)
    .describe('Only targets of this namespace, where a service runs in several')
    .optional(),
};

const targetSelectionSchema = z.object(targetSelectionShape);

export type TargetSelection = z.output<typeof targetSelectionSchema>;

/** One environment, and the cluster where only one is meant. */
export const placeShape = {
  environment: z
    .string()
    .min(1)
    .describe('The environment, for example production'),
  cluster: z
    .string()
    .min(1)
    .describe('Only this cluster of it; all of them by default')
    .optional(),
};

/** One config repository. */
export const repositoryShape = {
  repository: z
    .string()
    .min(1)
    .describe('The id of the config repository, for example platform-config'),
};
