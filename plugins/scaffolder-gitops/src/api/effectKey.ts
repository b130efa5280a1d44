import { createHash } from 'node:crypto';

/**
 * The key of an effect's checkpoint. The iterations of `each` share a step, so
 * the key tells by the input which of them it is; secrets are no part of it.
 */
export function effectKey(effect: string, input: unknown): string {
  const digest = createHash('sha256').update(JSON.stringify(input));
  return `${effect}.${digest.digest('hex').slice(0, 16)}`;
}
