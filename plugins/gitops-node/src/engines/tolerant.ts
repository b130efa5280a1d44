import { z } from 'zod';
import { isJsonObject } from './builtin/readField';

/**
 * Reading answers of API versions that are older or newer than what we know:
 * a field that is absent, or isn't what it should be, is left out, and takes
 * nothing else with it. An empty text counts as absent, as everywhere in the API.
 * NUL is in no word, and PostgreSQL takes nothing that holds one.
 */
export const text = z
  .string()
  .transform(value => value.replaceAll('\0', ''))
  .pipe(z.string().min(1))
  .optional()
  .catch(undefined);

export const number = z.number().optional().catch(undefined);

export const flag = z.boolean().catch(false);

/** Whether there is something, whatever it is. */
export const present = z
  .unknown()
  .optional()
  .transform(value => value !== undefined && value !== null);

/** Entries that are text. */
export const texts = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform(record =>
    Object.fromEntries(
      Object.entries(record).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
  );

/** The items that are as they should be. */
export function listOf<T extends z.ZodTypeAny>(item: T) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((items): z.output<T>[] =>
      items.flatMap(each => {
        const read = item.safeParse(each);
        return read.success ? [read.data] : [];
      }),
    );
}

/** A part of an object: read as if empty where it isn't there. */
export function part<T extends z.ZodRawShape>(shape: T) {
  return z.preprocess(
    value => (isJsonObject(value) ? value : {}),
    z.object(shape),
  );
}

/** A part that tells something only where it is there. */
export function optionalPart<T extends z.ZodRawShape>(shape: T) {
  return z.object(shape).optional().catch(undefined);
}
