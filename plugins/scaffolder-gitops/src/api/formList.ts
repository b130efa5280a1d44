import { z } from 'zod/v3';

/**
 * A list from a form. A form writes an empty one where nothing was chosen,
 * which is the same as saying nothing.
 */
export function formList<T extends z.ZodTypeAny>(item: T) {
  return z
    .array(item)
    .transform(items => (items.length === 0 ? undefined : items));
}
