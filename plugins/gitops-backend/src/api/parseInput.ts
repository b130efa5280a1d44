import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** What a person sent, as the schema has it, or an InputError that says why not. */
export function parseInput<T extends z.ZodType>(
  schema: T,
  input: unknown,
): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    ({ path, message }) =>
      `${path.map(String).join('.') || 'query'}: ${message}`,
  );
  throw new InputError(`The request can't be read: ${problems.join('; ')}`);
}
