/** A container image reference, taken apart. */
export interface ImageReference {
  /** With registry, without tag and digest. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

const reference =
  /^(?<name>(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@(?<digest>[a-z0-9+._-]+:[a-fA-F0-9]{32,}))?$/;

/**
 * Reads an image reference; undefined where the text can't be one. References
 * longer than a registry allows are refused before the pattern is tried.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  if (text.length > 512) return undefined;
  const groups = reference.exec(text.replace(/^docker:\/\//, ''))?.groups;
  if (groups === undefined) return undefined;
  return { name: groups.name, tag: groups.tag, digest: groups.digest };
}

/**
 * Takes apart whatever stands where an image must stand (a container), also
 * what no registry would accept, such as a variable.
 */
export function splitImage(text: string): ImageReference {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const rest = at < 0 ? text : text.slice(0, at);
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
  if (colon < 0) return { name: rest, digest };
  return { name: rest.slice(0, colon), tag: rest.slice(colon + 1), digest };
}
