/**
 * The address, if it may become a link. What stands in a repository decides
 * parts of it, so anything but http and https is text.
 */
export function safeHref(address: string | undefined): string | undefined {
  if (!address) return undefined;
  try {
    const { protocol } = new URL(address);
    return protocol === 'https:' || protocol === 'http:' ? address : undefined;
  } catch {
    return undefined;
  }
}

/** Where a target's files are to be seen. */
export interface FileLinks {
  readonly links: Readonly<Record<string, string>>;
  /** How the forge writes a line after `#`, `{line}` standing for it. */
  readonly lineFragment?: string;
}

/** The link to a line of a file, where the forge is known. */
export function lineHref(
  { links, lineFragment = 'L{line}' }: FileLinks,
  file: string,
  line: number,
): string | undefined {
  const href = safeHref(new Map(Object.entries(links)).get(file));
  return href && `${href}#${lineFragment.replace('{line}', String(line))}`;
}
