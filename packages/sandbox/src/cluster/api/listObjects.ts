import { KubeObject } from '../KubeObject';
import { apiVersionOf, ServedKind } from '../ServedKind';
import { ObjectStore } from '../store/ObjectStore';
import { ApiError } from './ApiError';
import { readSelectors } from './selectors';

/**
 * A list, or a page of it. Pages go on after the last object of the page
 * before, at the revision of the first one.
 */
export function listObjects(
  store: ObjectStore,
  at: { readonly kind: ServedKind; readonly namespace?: string },
  query: URLSearchParams,
) {
  const selects = readSelectors(query);
  const limit = Number(query.get('limit') ?? 0);
  const start = readContinue(query.get('continue'));
  if (start) store.since(start.revision);
  const rest = store
    .list(at.kind, at.namespace)
    .filter(object => selects(object) && (!start || key(object) > start.after));
  const page = limit > 0 ? rest.slice(0, limit) : rest;
  const revision = start?.revision ?? store.revision;
  const remaining = rest.length - page.length;
  return {
    kind: `${at.kind.kind}List`,
    apiVersion: apiVersionOf(at.kind),
    metadata: {
      resourceVersion: String(revision),
      ...(remaining > 0 && {
        continue: writeContinue(revision, key(page[page.length - 1])),
        remainingItemCount: remaining,
      }),
    },
    // A list's items don't repeat what the list says, as in a real one.
    items: page.map(({ apiVersion, kind, ...object }) => object),
  };
}

function key({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function writeContinue(revision: number, after: string): string {
  return Buffer.from(`${revision} ${after}`).toString('base64url');
}

function readContinue(token: string | null) {
  if (!token) return undefined;
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const [, revision, after] = /^(\d+) (.+)$/s.exec(text) ?? [];
  if (after === undefined) {
    throw new ApiError('BadRequest', 'continue key is not valid');
  }
  return { revision: Number(revision), after };
}
