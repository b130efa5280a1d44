import { Html, html } from '../html';

/**
 * The little of Markdown that pull requests are written in: headings, lists,
 * tables, quotes, code, emphasis, links and `<details>`. Whatever is not of it
 * stays text; nothing that someone wrote becomes an element of its own.
 */
export function markdown(text: string): Html {
  const lines = text.replace(/\r\n?/g, '\n').replace(/<!--[\s\S]*?-->/g, '');
  return html`<div class="markdown">${blocks(lines.split('\n'))}</div>`;
}

/** What a block begins with, and how its lines are made into it. */
interface BlockKind {
  readonly begins: RegExp;
  /** Whether a line after the first still belongs to it. */
  readonly goesOn: (line: string) => boolean;
  readonly render: (lines: readonly string[]) => Html;
}

const listItem = /^\s*(?:[-*]|\d+\.)\s+/;

const kinds: readonly BlockKind[] = [
  {
    begins: /^#{1,6} /,
    goesOn: () => false,
    // The page has a first heading of its own.
    render: ([line]) => html`<h3>${inline(line.replace(/^#+ /, ''))}</h3>`,
  },
  {
    begins: /^\|.*\|\s*$/,
    goesOn: line => line.startsWith('|'),
    render: table,
  },
  {
    begins: listItem,
    goesOn: line => listItem.test(line) || /^\s{2,}\S/.test(line),
    render: list,
  },
  {
    begins: /^> ?/,
    goesOn: line => line.startsWith('>'),
    render: lines =>
      html`<blockquote>
        ${blocks(lines.map(line => line.replace(/^> ?/, '')))}
      </blockquote>`,
  },
  {
    begins: /^(?:---+|\*\*\*+)\s*$/,
    goesOn: () => false,
    render: () => html`<hr />`,
  },
];

const paragraph: BlockKind = {
  begins: /./,
  goesOn: line =>
    line.trim() !== '' &&
    !/^(```|<details>)/.test(line) &&
    kinds.every(({ begins }) => !begins.test(line)),
  render: lines => html`<p>${inline(lines.join('\n'))}</p>`,
};

function blocks(lines: readonly string[]): Html[] {
  const made: Html[] = [];
  for (let index = 0; index < lines.length; ) {
    const line = lines[index];
    const rest = lines.slice(index);
    if (/^```/.test(line)) {
      const end = rest.findIndex((each, at) => at > 0 && /^```\s*$/.test(each));
      const count = end < 0 ? rest.length : end;
      made.push(
        html`<pre class="message">${rest.slice(1, count).join('\n')}</pre>`,
      );
      index += count + 1;
    } else if (/^<details>/.test(line)) {
      const end = rest.findIndex(each => /<\/details>\s*$/.test(each));
      const count = end < 0 ? rest.length : end + 1;
      made.push(details(rest.slice(0, count)));
      index += count;
    } else if (line.trim() === '') {
      index += 1;
    } else {
      const kind = kinds.find(({ begins }) => begins.test(line)) ?? paragraph;
      const end = rest.findIndex((each, at) => at > 0 && !kind.goesOn(each));
      const count = end < 0 ? rest.length : end;
      made.push(kind.render(rest.slice(0, count)));
      index += count;
    }
  }
  return made;
}

function details(lines: readonly string[]): Html {
  const text = lines
    .join('\n')
    .replace(/^<details>/, '')
    .replace(/<\/details>\s*$/, '');
  const [, summary, body] =
    /^\s*<summary>([\s\S]*?)<\/summary>([\s\S]*)$/.exec(text) ?? [];
  const title = (summary ?? 'Details').replace(/<\/?\w+>/g, '');
  return html`<details>
    <summary>${inline(title)}</summary>
    ${blocks((body ?? text).split('\n'))}
  </details>`;
}

function list(lines: readonly string[]): Html {
  const items: string[] = [];
  for (const line of lines) {
    if (listItem.test(line)) items.push(line.replace(listItem, ''));
    else items[items.length - 1] += `\n${line.trim()}`;
  }
  const inner = items.map(item => html`<li>${inline(item)}</li>`);
  return /^\s*\d/.test(lines[0])
    ? html`<ol>
        ${inner}
      </ol>`
    : html`<ul>
        ${inner}
      </ul>`;
}

function table(lines: readonly string[]): Html {
  const rows = lines
    .filter(line => !/^\|(?:\s*:?-+:?\s*\|)+\s*$/.test(line))
    .map(line =>
      line
        .trim()
        .replace(/^\||\|$/g, '')
        .split(/(?<!\\)\|/)
        .map(cell => inline(cell.trim().replace(/\\\|/g, '|'))),
    );
  const [head, ...body] = rows;
  return html`<div class="box">
    <table>
      <thead>
        <tr>
          ${head.map(cell => html`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body.map(
          row => html`<tr>
            ${row.map(cell => html`<td>${cell}</td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Only http and https lead anywhere that a browser should go. */
const inlineParts =
  /(`[^`\n]+`|\*\*[^*\n]+\*\*|\[[^\]\n]+\]\(https?:\/\/[^\s)]+\)|https?:\/\/[^\s<>()]*[^\s<>().,;:])/;

function inline(text: string): Html[] {
  return text.split(inlineParts).map((part, index) => {
    if (index % 2 === 0) return html`${part}`;
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    if (part.startsWith('**')) {
      return html`<strong>${inline(part.slice(2, -2))}</strong>`;
    }
    const [, words, address] = /^\[(.*)\]\((.*)\)$/.exec(part) ?? [];
    return html`<a href="${address ?? part}" rel="nofollow noreferrer"
      >${words ?? part}</a
    >`;
  });
}
