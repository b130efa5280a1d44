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

type Event<T> =
  | { type: 'asked' }
  | { type: 'askedForMore' }
  | { type: 'answered'; page: Page<T> }
  | { type: 'failed'; error: Error };

function reduce<T>(pages: PagesState<T>, event: Event<T>): PagesState<T> {
  switch (event.type) {
    case 'asked':
      return { state: 'loading' };
    case 'askedForMore':
      return pages.state === 'ready'
        ? { ...pages, more: { state: 'loading' } }
        : pages;
    case 'answered':
      return {
        state: 'ready',
        items: [
          ...(pages.state === 'ready' ? pages.items : []),
          ...event.page.items,
        ],
        nextCursor: event.page.nextCursor,
        more: { state: 'idle' },
      };
    default:
      return pages.state === 'ready'
        ? { ...pages, more: { state: 'failed', error: event.error } }
        : { state: 'failed', error: event.error };
  }
}

export type Pages<T> = PagesState<T> & {
  readonly loadMore: () => void;
  readonly reload: () => void;
};

/** Pages by cursor, one after the other; starts over when `key` changes. */
export function usePages<T>(
  key: string,
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
): Pages<T> {
  const [pages, dispatch] = useReducer(reduce<T>, { state: 'loading' });
  const [attempt, again] = useReducer((count: number) => count + 1, 0);
  const askRef = useRef(ask);
  askRef.current = ask;
  const running = useRef<AbortController>();

  const run = useCallback((cursor: string | undefined) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    askRef.current(cursor, controller.signal).then(
      page => {
        if (!controller.signal.aborted) dispatch({ type: 'answered', page });
      },
      error => {
        if (controller.signal.aborted) return;
        dispatch({ type: 'failed', error: toError(error) });
      },
    );
  }, []);

  useEffect(() => {
    dispatch({ type: 'asked' });
    run(undefined);
    return () => running.current?.abort();
  }, [key, attempt, run]);

  const nextCursor = pages.state === 'ready' ? pages.nextCursor : undefined;
  const busy = pages.state === 'ready' && pages.more.state === 'loading';
  const loadMore = useCallback(() => {
    if (!nextCursor || busy) return;
    dispatch({ type: 'askedForMore' });
    run(nextCursor);
  }, [nextCursor, busy, run]);

  const reload = useCallback(() => again(), []);
  return { ...pages, loadMore, reload };
}
