import { randomBytes } from 'node:crypto';
import { isSecretName } from '../manifests/isSecretName';
import { SecretMask } from '../manifests/SecretMask';

/** Messages are compared with nothing, so that equal ones need no equal masks. */
const secrets = new SecretMask(randomBytes(16));
const mask = /\*{3}[0-9a-f]{8}/g;

/**
 * What is read of a message at all: whoever writes a chart or a status decides
 * how long it is, and nothing else is done while it is read.
 */
const maximumRead = 10_000;

/** More than this no page shows; a failing chart may print its whole manifest. */
const maximumLength = 1000;

// Begins where nothing before it could begin it as well: on a long line it
// would be tried from every character.
const credentials = /(\b[a-z][a-z0-9+.-]{0,40}:\/\/)[^/\s@'"]+@/gi;

/** `--set db.password=x,replicas=2`, as a program's command line is repeated. */
const assignment = /(?<![\w.-])([A-Za-z_][\w.-]{0,200}=)([^\s,;&"'`]+)/g;

/**
 * A message of an engine for a person: never with the credentials of a URL or
 * what looks like a secret, since an engine may tell what it could not apply,
 * and the command that failed.
 *
 * @param strip - takes away what the engine alone understands.
 */
export function readableText(
  message: string,
  strip: (text: string) => string,
): string {
  const masked = secrets
    .text(startOf(message))
    .replace(assignment, (whole, name: string) =>
      isSecretName(name.slice(0, -1)) ? `${name}***` : whole,
    )
    .replace(mask, '***')
    .replace(credentials, '$1')
    .replace(/\bBearer\s+\S+/gi, 'Bearer ***');
  const told = strip(masked).replace(/\s+/g, ' ').trim();
  return told.length > maximumLength
    ? `${told.slice(0, maximumLength - 1)}…`
    : told;
}

/** What was cut in the middle may be a secret that isn't known for one. */
function startOf(message: string): string {
  if (message.length <= maximumRead) return message;
  const start = message.slice(0, maximumRead);
  const [whole] = /^[\s\S]*\s/.exec(start) ?? [start];
  return whole;
}
