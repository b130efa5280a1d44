import { encodePath, html, Html } from '../html';
import { Content, TreeItem } from '../Repository';
import { commitLink } from './layout';

/** A file with numbered lines (`#L12` leads to the twelfth), or a folder. */
export function contentPage(
  base: string,
  commit: string,
  path: string,
  content: Content,
): Html {
  return html`<h1>${path || 'Files'}</h1>
    <p class="by">at ${commitLink(base, commit)}</p>
    ${content.type === 'file'
      ? fileLines(content.text)
      : folder(base, commit, path, content.items)}`;
}

function fileLines(text: string): Html {
  if (text.includes('\0')) return html`<p class="note">A binary file.</p>`;
  const lines = text.replace(/\n$/, '').split('\n');
  return html`<section class="box">
    <table class="lines">
      ${lines.map((line, index) => {
        const number = index + 1;
        return html`<tr id="L${number}">
          <td class="number"><a href="#L${number}">${number}</a></td>
          <td><code>${line}</code></td>
        </tr>`;
      })}
    </table>
  </section>`;
}

function folder(
  base: string,
  commit: string,
  path: string,
  items: Extract<Content, { type: 'directory' }>['items'],
): Html {
  const ordered = [...items].sort(
    (a, b) =>
      Number(a.type !== 'tree') - Number(b.type !== 'tree') ||
      a.name.localeCompare(b.name),
  );
  const address = ({ name, type }: TreeItem) =>
    `${base}/${type === 'tree' ? 'tree' : 'blob'}/${commit}/${encodePath(
      path ? `${path}/${name}` : name,
    )}`;
  return html`<ul class="box files">
    ${ordered.map(
      item =>
        html`<li>
          <a href="${address(item)}"
            >${item.name}${item.type === 'tree' ? '/' : ''}</a
          >
        </li>`,
    )}
  </ul>`;
}

/** Where a repository's pages are. */
export function baseOf(repository: {
  readonly owner: string;
  readonly name: string;
}): string {
  return `/${encodeURIComponent(repository.owner)}/${encodeURIComponent(
    repository.name,
  )}`;
}
