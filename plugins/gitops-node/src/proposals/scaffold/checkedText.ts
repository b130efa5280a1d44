import { InputError } from '@backstage/errors';

const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Whether a text is safe as a folder, a file and a Kubernetes object. */
export function isLabel(text: string): boolean {
  return label.test(text) && !text.includes('\n');
}

/**
 * The text where it is a DNS label. Names come from forms and end in paths:
 * what checked them before is not relied on.
 */
export function requireLabel(what: string, text: string): string {
  if (isLabel(text)) return text;
  throw new InputError(
    `The ${what} is no name of up to 63 lower-case letters, digits and dashes`,
  );
}

const patterns = {
  owner: /^@[\w.-]+(?:\/[\w.-]+)*$/,
  repository: /^\w[\w.-]{0,99}$/,
  branch: /^\w[\w.-]{0,99}$/,
  url: /^https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w.~-]+)+$/,
  image: /^[a-z0-9][\w.-]*(?::\d+)?(?:\/[\w.-]+)*$/i,
  version: /^\w[\w.+-]{0,254}$/,
  digest: /^[a-z0-9]+:[a-f0-9]{32,128}$/,
} as const;

/** The text where it is one word of its kind, on one line. */
export function requireWord(
  kind: keyof typeof patterns,
  what: string,
  text: string,
): string {
  if (patterns[kind].test(text) && !text.includes('\n')) return text;
  throw new InputError(`The ${what} is none that can be written`);
}

/** Any text as one line of Markdown that is only text. */
export function markdownLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]<>()#+!|~$&-]/g, '\\$&');
}
