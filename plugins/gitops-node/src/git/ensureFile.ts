import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';

/** Makes a file hold a text, without a moment in which it holds part of one. */
export async function ensureFile(file: string, text: string): Promise<void> {
  const present = await fs.readFile(file, 'utf8').catch(() => undefined);
  if (present === text) return;
  const aside = `${file}.${randomUUID()}`;
  await fs.writeFile(aside, text);
  await fs.rename(aside, file);
}
