import { html, Html } from '../html';

/** A whole page. `trail` leads from the forge's first page to this one. */
export function layout(options: {
  readonly title: string;
  readonly trail: readonly { readonly text: string; readonly href: string }[];
  readonly body: Html;
}): string {
  const { title, trail, body } = options;
  return html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>
          <nav aria-label="Breadcrumb">
            <a class="forge" href="/">Sandbox forge</a>
            ${trail.map(
              ({ text, href }) =>
                html`<span> / </span><a href="${href}">${text}</a>`,
            )}
          </nav>
        </header>
        <main>${body}</main>
      </body>
    </html>`.text;
}

/** An instant as a person reads it, to the minute and in UTC. */
export function time(iso: string): Html {
  const text = `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
  return html`<time datetime="${iso}">${text}</time>`;
}

/** The beginning of a commit's id, linked to the commit. */
export function commitLink(base: string, id: string): Html {
  return html`<a class="id" href="${base}/commit/${id}">${id.slice(0, 10)}</a>`;
}
