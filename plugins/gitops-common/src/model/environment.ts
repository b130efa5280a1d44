import { z } from 'zod';

/**
 * A named stage. `promotesTo` names the environments that come after it;
 * `order` is its place in promotion order, counted from 0.
 *
 * @public
 */
export const environmentSchema = z.object({
  name: z.string(),
  order: z.number().int().nonnegative(),
  promotesTo: z.array(z.string()),
  protected: z.boolean(),
});

/** @public */
export type Environment = z.infer<typeof environmentSchema>;
