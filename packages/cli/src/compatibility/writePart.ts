import fs from 'node:fs/promises';
import path from 'node:path';

/** Parts of docs/compatibility.md that are made by different commands. */
export type Part = 'repositories' | 'charts' | 'promotions';

const file = 'docs/compatibility.md';
const parts: readonly Part[] = ['repositories', 'charts', 'promotions'];

/** Replaces one part of the page and leaves the others as they are. */
export async function writePart(
  root: string,
  part: Part,
  text: string,
): Promise<void> {
  const page = path.join(root, file);
  const written = await fs.readFile(page, 'utf8').catch(() => '');
  await fs.writeFile(page, replacePart(written, part, text));
}

/** The page with one part replaced; each but the first begins with its name. */
export function replacePart(page: string, part: Part, text: string): string {
  const known = new Map<string, string>();
  const [first, ...named] = page.split(/^<!-- (charts|promotions) -->\n/m);
  known.set(parts[0], first);
  for (let index = 0; index + 1 < named.length; index += 2) {
    known.set(named[index], named[index + 1]);
  }
  known.set(part, text);
  return parts
    .flatMap((each, index) => {
      const written = known.get(each)?.trim();
      if (written === undefined) return [];
      return [
        index === 0 ? `${written}\n` : `<!-- ${each} -->\n\n${written}\n`,
      ];
    })
    .join('\n');
}
