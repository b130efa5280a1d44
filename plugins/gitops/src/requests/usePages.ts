import { useCallback, useEffect, useReducer, useRef } from 'react';
import { toError } from './useGitopsQuery';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}

/** `more` is how fetching the next page goes; what is there stays there. */
export type PagesState<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: Error }
  | {
      readonly state: 'ready';
      readonly items: readonly T[];
      readonly nextCursor?: string;
      readonly more:
        | { readonly state: 'idle' }
        | { readonly state: 'loading' }
        | { readonly state: 'failed'; readonly error: Error };
    };

/** What is known, and what it was asked for. */
interface Known<T> {
  readonly key: string;
  readonly pages: PagesState<T>;
}

type Event<T> =
  | { type: 'asked'; key: string }
  | { type: 'askedForMore' }
  | { type: 'answered'; page: Page<T>; after: string | undefined }
  | { type: 'refreshed'; page: Page<T>; identify: (item: T) => string }
  | { type: 'failed'; error: Error };

function reduce<T>(known: Known<T>, event: Event<T>): Known<T> {
  if (event.type !== 'asked') {
    return { ...known, pages: reducePages(known.pages, event) };
  }
  return { key: event.key, pages: { state: 'loading' } };
}

function reducePages<T>(
  pages: PagesState<T>,
  event: Exclude<Event<T>, { type: 'asked' }>,
): PagesState<T> {
  switch (event.type) {
    case 'askedForMore':
      return pages.state === 'ready'
        ? { ...pages, more: { state: 'loading' } }
        : pages;
    case 'answered':
      // What it would follow has been replaced meanwhile.
      if (pages.state === 'ready' && pages.nextCursor !== event.after) {
        return { ...pages, more: { state: 'idle' } };
      }
      return {
        state: 'ready',
        items: [
          ...(pages.state === 'ready' ? pages.items : []),
          ...event.page.items,
        ],
        nextCursor: event.page.nextCursor,
        more: { state: 'idle' },
      };
    case 'refreshed': {
      if (pages.state !== 'ready') return pages;
      const { items, nextCursor } = newestFirst(
        pages,
        event.page,
        event.identify,
      );
      return { ...pages, items, nextCursor };
    }
    default:
      return pages.state === 'ready'
        ? { ...pages, more: { state: 'failed', error: event.error } }
        : { state: 'failed', error: event.error };
  }
}

/**
 * What is new goes before what is there, of which the first page is told anew.
 * Where they no longer meet, or something further down has become another, what
 * is there is replaced.
 */
function newestFirst<T>(
  known: Page<T>,
  first: Page<T>,
  identify: (item: T) => string,
): Page<T> {
  const places = new Map(
    known.items.map((item, index) => [identify(item), index]),
  );
  const found = first.items.map(item => places.get(identify(item)));
  const fresh = found.findIndex(place => place !== undefined);
  const last = found.at(-1);
  if (fresh < 0 || last === undefined) return first;
  if (found.slice(fresh).includes(undefined)) return first;
  return {
    items: [...first.items, ...known.items.slice(last + 1)],
    nextCursor: known.nextCursor,
  };
}

export type Pages<T> = PagesState<T> & {
  readonly loadMore: () => void;
  readonly reload: () => void;
  /** Puts what is new before what is there, without a sign of asking. */
  readonly refresh: () => void;
};

/**
 * Pages by cursor, one after the other, newest first; starts over when `key`
 * changes. `identify` tells an item from all others.
 */
export function usePages<T>(
  key: string,
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  identify: (item: T) => string = String,
): Pages<T> {
  const [known, dispatch] = useReducer(reduce<T>, {
    ...{ key, pages: { state: 'loading' } },
  });
  // The first look at another key comes before it is asked for.
  const pages: PagesState<T> =
    known.key === key ? known.pages : { state: 'loading' };
  const [attempt, again] = useReducer((count: number) => count + 1, 0);
  const askRef = useRef(ask);
  askRef.current = ask;
  const identifyRef = useRef(identify);
  identifyRef.current = identify;
  const refreshing = useRef<AbortController>();
  const running = useRef<AbortController>();
  const askedAgain = useRef(false);

  const lookAgain = useCallback(() => {
    askedAgain.current = false;
    refreshing.current?.abort();
    const controller = new AbortController();
    refreshing.current = controller;
    askRef.current(undefined, controller.signal).then(
      page => {
        if (controller.signal.aborted) return;
        const event = { type: 'refreshed', page } as const;
        dispatch({ ...event, identify: identifyRef.current });
      },
      // What is shown stays true; the page itself says that news fail.
      () => {},
    );
  }, []);

  const run = useCallback(
    (cursor: string | undefined) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const finish = (event: Event<T>) => {
        if (controller.signal.aborted) return;
        running.current = undefined;
        dispatch(event);
        if (event.type === 'answered' && askedAgain.current) lookAgain();
      };
      askRef.current(cursor, controller.signal).then(
        page => finish({ type: 'answered', page, after: cursor }),
        error => finish({ type: 'failed', error: toError(error) }),
      );
    },
    [lookAgain],
  );

  useEffect(() => {
    dispatch({ type: 'asked', key });
    askedAgain.current = false;
    run(undefined);
    return () => {
      running.current?.abort();
      refreshing.current?.abort();
    };
  }, [key, attempt, run]);

  const nextCursor = pages.state === 'ready' ? pages.nextCursor : undefined;
  const busy = pages.state === 'ready' && pages.more.state === 'loading';
  const loadMore = useCallback(() => {
    if (!nextCursor || busy) return;
    dispatch({ type: 'askedForMore' });
    run(nextCursor);
  }, [nextCursor, busy, run]);

  const reload = useCallback(() => again(), []);
  const isReady = useRef(false);
  isReady.current = pages.state === 'ready';
  const refresh = useCallback(() => {
    if (isReady.current) lookAgain();
    // It may have been answered before there were news: its end is waited for.
    else if (running.current) askedAgain.current = true;
    else run(undefined);
  }, [lookAgain, run]);
  return { ...pages, loadMore, reload, refresh };
}
