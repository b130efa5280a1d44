import { html, Html } from '../html';

/** Longer diffs are cut: a page is for reading. */
const maximumLines = 5000;

/** A unified diff with one box a file. */
export function diffBoxes(diff: string): Html {
  const lines = diff.split('\n');
  const shown = lines.slice(0, maximumLines);
  const files: { title: string; lines: string[] }[] = [];
  for (const line of shown) {
    const title = /^diff --git a\/.* b\/(.*)$/.exec(line)?.[1];
    if (title !== undefined) files.push({ title, lines: [] });
    else files[files.length - 1]?.lines.push(line);
  }
  return html`${files.map(
    file => html`<section class="box">
      <h2>${file.title}</h2>
      <pre class="diff">${file.lines.filter(isShown).map(diffLine)}</pre>
    </section>`,
  )}${lines.length > maximumLines
    ? html`<p class="note">
        The rest of this diff is not shown (${lines.length} lines).
      </p>`
    : undefined}`;
}

function isShown(line: string): boolean {
  return !/^(index |--- |\+\+\+ |$)/.test(line);
}

function diffLine(line: string): Html {
  const kinds: Record<string, string> = { '+': 'add', '-': 'del', '@': 'hunk' };
  return html`<span class="${kinds[line[0]] ?? 'same'}">${line}</span>`;
}
