import { randomBytes } from 'node:crypto';
import { SecretMask } from '../../../manifests/SecretMask';

/** Messages are compared with nothing, so that equal ones need no equal masks. */
const secrets = new SecretMask(randomBytes(16));
const mask = /\*{3}[0-9a-f]{8}/g;

/** What is read of a message at all. */
const maximumRead = 50_000;

/** More than this no page shows; a failing chart may print its whole manifest. */
const maximumLength = 1000;

/**
 * A controller's message for a person: without the temporary folders that it
 * works in, and never with the credentials of a URL or what looks like a secret:
 * a controller may tell what it could not apply.
 */
export function readableMessage(message: string): string {
  const told = secrets
    .text(message.slice(0, maximumRead))
    .replace(mask, '***')
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@'"]+@/gi, '$1')
    .replace(/\/(?:[\w.-]+\/)*kustomization-\d+\/?/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return told.length > maximumLength
    ? `${told.slice(0, maximumLength - 1)}…`
    : told;
}
