/**
 * Whether two Git URLs name the same repository. Mirrors keep the upstream's
 * name, so the last two segments (owner and name) decide, and for a local path
 * the last one; protocol, host, user, port and `.git` don't. An artifact of a
 * registry is none, whatever it was made of.
 *
 * @public
 */
export function isSameRepository(one: string, other: string): boolean {
  if (isArtifact(one) !== isArtifact(other)) return false;
  const a = segmentsOf(one);
  const b = segmentsOf(other);
  if (a.length === 0 || b.length === 0) return false;
  const compared = isLocalUrl(one) || isLocalUrl(other) ? 1 : 2;
  return (
    a.slice(-compared).join('/').toLowerCase() ===
    b.slice(-compared).join('/').toLowerCase()
  );
}

/** Whether what stands before the name is the same: `acme` in `acme/shop`. */
export function isSameOwner(one: string, other: string): boolean {
  const owner = segmentsOf(one).at(-2);
  return (
    owner !== undefined &&
    owner.toLowerCase() === segmentsOf(other).at(-2)?.toLowerCase()
  );
}

export function isLocalUrl(url: string): boolean {
  return url.startsWith('/') || url.startsWith('.') || url.startsWith('file:');
}

function isArtifact(url: string): boolean {
  return url.startsWith('oci://');
}

/** Azure DevOps writes it between project and name, though not for SSH. */
const azureMarker = '_git';

function segmentsOf(url: string): string[] {
  const path = url
    .replace(/[?#].*$/, '')
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '')
    .replace(/^[^/:]+@[^/:]+:/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  return path
    .split('/')
    .filter(segment => segment !== '' && segment !== azureMarker);
}
