/** What an artifact is pinned to. `tag` is `''` where only a digest is. @public */
export interface Version {
  readonly version: string;
  readonly digest?: string;
}

/**
 * A text that names a version, naming another one: a tag, an image with tag
 * and digest, a URL with `?ref=`. What the text doesn't pin is not added;
 * `undefined` where the version isn't written in it, or more than once.
 */
export function rewriteVersion(
  text: string,
  from: Version,
  to: Version,
): string | undefined {
  const digest = from.digest === undefined ? '' : `@${from.digest}`;
  const pinned = digest !== '' && text.endsWith(digest);
  const rest = pinned ? text.slice(0, -digest.length) : text;
  const suffix = pinned && to.digest !== undefined ? `@${to.digest}` : '';
  if (from.version === '') {
    if (text === from.digest) return to.digest;
    if (pinned && to.digest !== undefined && to.version === '') {
      return `${rest}${suffix}`;
    }
    return undefined;
  }
  if (to.version === '') return undefined;
  const renamed = replaceOnce(rest, from.version, to.version);
  return renamed === undefined ? undefined : `${renamed}${suffix}`;
}

function replaceOnce(
  text: string,
  from: string,
  to: string,
): string | undefined {
  if (text === from) return to;
  // Of `web-v1:v1` only what follows a separator is a version.
  const places = [...indexesOf(text, from)].filter(
    index =>
      /[:=/@]/.test(text.charAt(index - 1)) &&
      /^(?:$|[@&#/?])/.test(text.slice(index + from.length)),
  );
  const last = places.at(-1);
  if (last === undefined) return undefined;
  // Which of the segments of a URL is the version, nothing tells.
  if (places.length > 1 && text.charAt(last - 1) === '/') return undefined;
  return `${text.slice(0, last)}${to}${text.slice(last + from.length)}`;
}

function* indexesOf(text: string, part: string): Iterable<number> {
  for (
    let index = text.indexOf(part);
    index >= 0;
    index = text.indexOf(part, index + 1)
  ) {
    yield index;
  }
}
