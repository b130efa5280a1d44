import { ServerResponse } from 'node:http';
import { KubeObject } from '../KubeObject';
import { apiVersionOf, ServedKind } from '../ServedKind';
import { ObjectStore, StoreEvent } from '../store/ObjectStore';
import { ApiError } from './ApiError';
import { readSelectors } from './selectors';

interface WatchOptions {
  readonly store: ObjectStore;
  readonly kind: ServedKind;
  readonly namespace?: string;
  readonly query: URLSearchParams;
  /** Milliseconds between two bookmarks. */
  readonly bookmarkEvery: number;
}

/**
 * Tells what happens to objects until the other side leaves or its time is
 * up. Without a revision it begins with what there is.
 */
export function watchObjects(
  response: ServerResponse,
  options: WatchOptions,
): void {
  const { store, kind, namespace, query, bookmarkEvery } = options;
  const selects = readSelectors(query);
  const concerns = (object: KubeObject) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    selects(object);
  const send = (type: string, object: unknown) =>
    response.write(`${JSON.stringify({ type, object })}\n`);
  const tell = (event: StoreEvent) => {
    if (event.kind !== kind) return;
    const type = seenAs(event, concerns);
    if (type) send(type, event.object);
  };

  const missed = readMissed(store, query.get('resourceVersion'));
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  if (missed instanceof ApiError) {
    send('ERROR', missed.toStatus());
    response.end();
    return;
  }
  if (missed === undefined) {
    for (const object of store.list(kind, namespace).filter(concerns)) {
      send('ADDED', object);
    }
  } else {
    missed.forEach(tell);
  }

  const bookmarks =
    query.get('allowWatchBookmarks') === 'true'
      ? setInterval(() => {
          const metadata = { resourceVersion: String(store.revision) };
          const apiVersion = apiVersionOf(kind);
          send('BOOKMARK', { kind: kind.kind, apiVersion, metadata });
        }, bookmarkEvery)
      : undefined;
  const seconds = Number(query.get('timeoutSeconds') ?? 0) || 1800;
  const limit = setTimeout(() => response.end(), seconds * 1000);
  const unsubscribe = store.subscribe(tell);
  response.once('close', () => {
    unsubscribe();
    clearInterval(bookmarks);
    clearTimeout(limit);
  });
}

/** What was missed since a revision; `undefined` where all there is, is. */
function readMissed(store: ObjectStore, revision: string | null) {
  if (!revision || revision === '0') return undefined;
  if (!/^\d+$/.test(revision)) {
    return new ApiError('BadRequest', `invalid resourceVersion: ${revision}`);
  }
  try {
    return store.since(Number(revision));
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

/** An object that comes into a selection is added to it, and so on. */
function seenAs(
  { type, object, before }: StoreEvent,
  concerns: (object: KubeObject) => boolean,
): StoreEvent['type'] | undefined {
  const was = before !== undefined && concerns(before);
  const is = type !== 'DELETED' && concerns(object);
  if (is) return was ? 'MODIFIED' : 'ADDED';
  return was ? 'DELETED' : undefined;
}
