import { findKind, ServedKind } from '../ServedKind';

/** What a request's path asks for. */
export type ApiPath =
  | { readonly type: 'version' }
  | { readonly type: 'core' }
  | { readonly type: 'groups' }
  | { readonly type: 'kinds'; readonly group: string; readonly version: string }
  | { readonly type: 'openApiIndex' }
  | {
      readonly type: 'openApi';
      readonly group: string;
      readonly version: string;
    }
  | {
      readonly type: 'objects';
      readonly kind: ServedKind;
      readonly namespace?: string;
    }
  | {
      readonly type: 'object';
      readonly kind: ServedKind;
      readonly namespace?: string;
      readonly name: string;
    }
  | { readonly type: 'absent' };

const absent: ApiPath = { type: 'absent' };

/** Reads a path that begins with a slash and holds no query. */
export function readApiPath(path: string): ApiPath {
  const segments = decoded(path);
  if (segments === undefined) return absent;
  const [root, ...rest] = segments;
  switch (root) {
    case 'version':
      return rest.length === 0 ? { type: 'version' } : absent;
    case 'openapi':
      return openApiPath(rest);
    case 'api':
      return rest.length === 0
        ? { type: 'core' }
        : groupPath('', rest[0], rest.slice(1));
    case 'apis':
      if (rest.length === 0) return { type: 'groups' };
      return rest.length === 1
        ? absent
        : groupPath(rest[0], rest[1], rest.slice(2));
    default:
      return absent;
  }
}

function decoded(path: string): string[] | undefined {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    // A malformed escape is a path that doesn't exist.
    return undefined;
  }
}

function openApiPath([version, ...rest]: readonly string[]): ApiPath {
  if (version !== 'v3') return absent;
  if (rest.length === 0) return { type: 'openApiIndex' };
  const [root, ...group] = rest;
  if (root === 'api' && group.length === 1) {
    return { type: 'openApi', group: '', version: group[0] };
  }
  return root === 'apis' && group.length === 2
    ? { type: 'openApi', group: group[0], version: group[1] }
    : absent;
}

function groupPath(
  group: string,
  version: string,
  rest: readonly string[],
): ApiPath {
  if (rest.length === 0) return { type: 'kinds', group, version };
  const scoped = rest[0] === 'namespaces' && rest.length > 2;
  const namespace = scoped ? rest[1] : undefined;
  const [plural, name, ...more] = scoped ? rest.slice(2) : rest;
  const kind = findKind({ group, version, plural });
  if (!kind || more.length > 0) return absent;
  if (scoped && !kind.namespaced) return absent;
  if (name === undefined) return { type: 'objects', kind, namespace };
  return kind.namespaced === scoped
    ? { type: 'object', kind, namespace, name }
    : absent;
}
