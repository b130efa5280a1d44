import fs from 'node:fs/promises';
import { AuthenticationError, InputError } from '@backstage/errors';

/** More than any credential or bundle of certificates has. */
const maxBytes = 4 * 1024 * 1024;

/** Reads a file that gives access. `what` names it in the error. */
export async function readAccessFile(
  file: string,
  what: string,
): Promise<string> {
  try {
    const { size } = await fs.stat(file);
    if (size > maxBytes) throw new InputError('it is too large');
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`The ${what} ${file} can't be read`, error);
  }
}

/** Checks that a token can be part of a header. Never repeats it. */
export function bearer(token: string, what: string): string {
  const trimmed = token.trim();
  if (/^[\x21-\x7e]+$/.test(trimmed)) return `Bearer ${trimmed}`;
  throw new AuthenticationError(`The ${what} holds no token`);
}
