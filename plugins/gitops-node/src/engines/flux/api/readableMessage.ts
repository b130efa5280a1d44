/** More than this no page shows; a failing chart may print its whole manifest. */
const maximumLength = 1000;

/**
 * A controller's message for a person: without the temporary folders that it
 * works in, and never with the credentials of a URL.
 */
export function readableMessage(message: string): string {
  const told = message
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@'"]+@/gi, '$1')
    .replace(/\/(?:[\w.-]+\/)*kustomization-\d+\/?/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return told.length > maximumLength
    ? `${told.slice(0, maximumLength - 1)}…`
    : told;
}
