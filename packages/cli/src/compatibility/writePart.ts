import fs from 'node:fs/promises';
import path from 'node:path';

/** Parts of docs/compatibility.md that are made by different commands. */
export type Part = 'repositories' | 'charts';

const file = 'docs/compatibility.md';
const parts: readonly Part[] = ['repositories', 'charts'];
const divider = '<!-- charts -->\n';

/** Replaces one part of the page and leaves the other as it is. */
export async function writePart(
  root: string,
  part: Part,
  text: string,
): Promise<void> {
  const page = path.join(root, file);
  const written = await fs.readFile(page, 'utf8').catch(() => '');
  await fs.writeFile(page, replacePart(written, part, text));
}

/** The page with one part replaced. */
export function replacePart(page: string, part: Part, text: string): string {
  const known = page.split(divider);
  return parts
    .map((each, index) => (each === part ? text : known[index] ?? ''))
    .map(each => `${each.trim()}\n`)
    .join(`\n${divider}\n`);
}
