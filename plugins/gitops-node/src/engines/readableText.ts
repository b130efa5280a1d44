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

/** Spaces: more of them leave no room for what they indent. */
const deepestIndent = 16;

// Begins where nothing before it could begin it as well: on a long line it
// would be tried from every character.
const credentials = /(\b[a-z][a-z0-9+.-]{0,40}:\/\/)[^/\s@'"]+@/gi;

/** `--set db.password=x,replicas=2`, as a program's command line is repeated. */
const assignment = /(?<![\w.-])([A-Za-z_][\w.-]{0,200}=)([^\s,;&"'`]+)/g;

/** Takes away what the engine alone understands. */
export type Strip = (text: string) => string;

/**
 * A message of an engine for a person, in one line: never with the credentials
 * of a URL or what looks like a secret, since an engine may tell what it could
 * not apply, and the command that failed.
 */
export function readableText(message: string, strip: Strip): string {
  return shortened(told(message, strip).replace(/\s+/g, ' ').trim());
}

/**
 * The same in its own lines, indented as they were: of what was applied there is
 * one for each object, and of YAML they say what is wrong with it.
 */
export function readableLines(message: string, strip: Strip): string {
  const lines = told(message, strip)
    .split(/\r?\n/)
    .map(line => {
      const [indent] = /^ */.exec(line) ?? [''];
      const text = line.replace(/\s+/g, ' ').trim();
      return text && indent.slice(0, deepestIndent) + text;
    })
    .filter(line => line !== '');
  return shortened(lines.join('\n').trim());
}

function told(message: string, strip: Strip): string {
  const masked = secrets
    .text(startOf(message))
    .replace(assignment, (whole, name: string) =>
      isSecretName(name.slice(0, -1)) ? `${name}***` : whole,
    )
    .replace(mask, '***')
    .replace(credentials, '$1')
    .replace(/\bBearer\s+\S+/gi, 'Bearer ***');
  return strip(masked);
}

function shortened(text: string): string {
  return text.length > maximumLength
    ? `${text.slice(0, maximumLength - 1)}…`
    : text;
}

/** What was cut in the middle may be a secret that isn't known for one. */
function startOf(message: string): string {
  if (message.length <= maximumRead) return message;
  const start = message.slice(0, maximumRead);
  const [whole] = /^[\s\S]*\s/.exec(start) ?? [start];
  return whole;
}
