import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

/**
 * Checks what is at a key. Throws an InputError with one line for each mistake,
 * which names the key and never repeats a value.
 */
export function parseConfig<T extends z.ZodType>(
  schema: T,
  key: string,
  config: Config,
): z.output<T> {
  const result = schema.safeParse(config.getOptional(key), {
    reportInput: true,
  });
  if (result.success) return result.data;
  throw new InputError(
    result.error.issues
      .map(issue => `${keyOf(key, issue.path)} ${messageOf(issue)}`)
      .join('\n'),
  );
}

function keyOf(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (key, part) =>
      typeof part === 'number' ? `${key}[${part}]` : `${key}.${String(part)}`,
    root,
  );
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `must be set (${issue.expected})`
        : `must be of type ${issue.expected}`;
    case 'unrecognized_keys':
      return `has the unknown key ${issue.keys.join(', ')}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values
        .map(String)
        .join(', ')}`;
    default:
      return issue.message;
  }
}
