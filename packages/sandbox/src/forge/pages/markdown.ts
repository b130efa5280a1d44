import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { Html, html } from '../html';

const reader = new MarkdownIt({ html: true, linkify: true });

/** Elements that lead nowhere, run nothing and look like nothing else. */
const allowedTags = [
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote'],
  ...['ul', 'ol', 'li', 'pre', 'code', 'strong', 'em', 's', 'sub', 'sup'],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary', 'a'],
];

/**
 * Markdown as forges show it, HTML in it included, of which only what can do
 * no harm is left.
 */
export function markdown(text: string): Html {
  const safe = sanitizeHtml(reader.render(text), {
    allowedTags,
    allowedAttributes: { a: ['href', 'rel'], details: ['open'] },
    allowedSchemes: ['http', 'https'],
    // The page has a first heading of its own.
    transformTags: {
      h1: 'h3',
      h2: 'h3',
      a: sanitizeHtml.simpleTransform('a', { rel: 'nofollow noreferrer' }),
    },
  });
  return html`<div class="markdown">${new Html(safe)}</div>`;
}
