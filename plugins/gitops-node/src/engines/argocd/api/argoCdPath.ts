import { InputError } from '@backstage/errors';

/** Longer than any name, revision or version that Argo CD takes. */
const maximumLength = 500;

/**
 * The path of a request, from its segments.
 *
 * Throws an InputError for one that would be another path for the server.
 * Encoding is not enough: its gateway decodes a path before it takes it apart,
 * so that `..%2Fclusters` would be `../clusters`. No object has such a name.
 */
export function argoCdPath(...segments: readonly string[]): string {
  return `/api/v1/${segments.map(segment).join('/')}`;
}

function segment(text: string): string {
  const quoted = JSON.stringify(text.slice(0, 100));
  const isPath = text === '' || text === '.' || text === '..';
  if (isPath || text.length > maximumLength || /[/%\\\p{Cc}]/u.test(text)) {
    throw new InputError(`${quoted} can't be a name in Argo CD`);
  }
  try {
    return encodeURIComponent(text);
  } catch {
    throw new InputError(`${quoted} isn't text`);
  }
}
