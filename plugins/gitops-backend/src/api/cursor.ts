import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { digestOf } from '../database/digest';

/** A cursor is a sentence of ours, so a longer one is not. */
const longestCursor = 4_096;

/** A whole number that an integer column can be compared with. */
export const int32Schema = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** Text that a text column can be compared with. */
export const textSchema = z.string().refine(text => !text.includes('\0'));

const envelopeSchema = z.tuple([z.string(), z.unknown()]);

/**
 * A place in an answer, written so that it can be handed out and taken back.
 * `question` is what was asked: a cursor of another question is refused, and
 * so is one that was altered. It is no secret and grants nothing; what may be
 * seen is decided anew for each page.
 */
export function encodeCursor(question: unknown, place: unknown): string {
  const envelope = [digestOf([question, place]), place];
  return Buffer.from(JSON.stringify(envelope)).toString('base64url');
}

export function decodeCursor<T extends z.ZodType>(
  schema: T,
  question: unknown,
  cursor: string,
): z.output<T> {
  const refusal = new InputError(
    'The cursor is not one of this list; start again without one',
  );
  if (cursor.length > longestCursor) throw refusal;
  let envelope: unknown;
  try {
    envelope = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refusal;
  }
  const opened = envelopeSchema.safeParse(envelope);
  if (!opened.success) throw refusal;
  const [digest, content] = opened.data;
  const place = schema.safeParse(content);
  if (!place.success || digest !== digestOf([question, content])) throw refusal;
  return place.data;
}
