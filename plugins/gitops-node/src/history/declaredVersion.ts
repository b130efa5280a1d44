import { parseImageReference } from '../manifests/imageReference';

/** A version as one state of a file declares it. */
export interface DeclaredVersion {
  readonly version: string;
  readonly digest?: string;
}

const urlVersion = /[?&](?:ref|version)=([^&\s]*)/;
const digestOnly = /^[a-z0-9+._-]+:[0-9a-f]{32,}$/i;

/** The last key of a field: of `images[name=a].newTag` it is `newTag`. */
export function lastKey(field: string): string {
  const inner = field.slice(field.lastIndexOf('|') + 1);
  return /([A-Za-z0-9_$-]+)(?:\[[^\]]*\])?$/.exec(inner)?.[1] ?? inner;
}

/** Reads the version out of the scalar that declares it. */
export function declaredVersion(field: string, value: string): DeclaredVersion {
  const [, ref] = urlVersion.exec(value) ?? [];
  if (ref !== undefined) return { version: ref };
  if (digestOnly.test(value)) return { version: '', digest: value };
  if (isReference(field, value)) {
    const image = parseImageReference(value);
    if (image?.tag !== undefined || image?.digest !== undefined) {
      return {
        version: image.tag ?? '',
        ...(image.digest !== undefined && { digest: image.digest }),
      };
    }
  }
  const at = value.indexOf('@');
  if (at > 0 && digestOnly.test(value.slice(at + 1))) {
    return { version: value.slice(0, at), digest: value.slice(at + 1) };
  }
  return { version: value };
}

/** Whether the scalar is a whole reference, not only a tag. */
function isReference(field: string, value: string): boolean {
  const key = lastKey(field);
  if (/(?:tag|version|revision|semver|branch|commit)$/i.test(key)) return false;
  return /image$/i.test(key) || /[/:]/.test(value);
}

/**
 * What a scalar is a version of, as far as it tells by itself: the image of a
 * reference or of a kustomization's `images` entry, the URL of a Git ref.
 */
export function artifactNameOf(
  field: string,
  value: string,
): string | undefined {
  const query = value.search(/[?&](?:ref|version)=/);
  if (query >= 0) return value.slice(0, query);
  const [, entry] =
    /(?:^|[.|])images\[name=(.+)\]\.(?:newTag|digest|newName)$/.exec(field) ??
    [];
  if (entry !== undefined) return entry;
  if (!isReference(field, value)) return undefined;
  const image = parseImageReference(value);
  return image?.tag !== undefined || image?.digest !== undefined
    ? image.name
    : undefined;
}

/** How two versions differ as a change tells it; undefined where they don't. */
export function describeMove(
  from: DeclaredVersion | undefined,
  to: DeclaredVersion | undefined,
): { from?: string; to?: string } | undefined {
  if (from?.version === to?.version && from?.digest === to?.digest) {
    return undefined;
  }
  const onlyDigest = from?.version === to?.version;
  const text = ({ version, digest }: DeclaredVersion) => {
    if (version === '') return digest ?? '';
    return onlyDigest && digest ? `${version}@${digest}` : version;
  };
  return {
    ...(from && { from: text(from) }),
    ...(to && { to: text(to) }),
  };
}
