import { useCallback, useEffect, useReducer, useRef } from 'react';

/**
 * `ready` keeps what was last answered while a newer answer is fetched
 * (`refreshing`) and when fetching it failed (`refreshError`).
 */
export type QueryState<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: Error }
  | {
      readonly state: 'ready';
      readonly data: T;
      readonly loadedAt: Date;
      readonly refreshing: boolean;
      readonly refreshError?: Error;
    };

type Event<T> =
  | { type: 'asked'; keepPrevious: boolean }
  | { type: 'answered'; data: T; at: Date }
  | { type: 'failed'; error: Error };

function reduce<T>(query: QueryState<T>, event: Event<T>): QueryState<T> {
  switch (event.type) {
    case 'asked':
      return query.state === 'ready' && event.keepPrevious
        ? { ...query, refreshing: true, refreshError: undefined }
        : { state: 'loading' };
    case 'answered':
      return {
        state: 'ready',
        data: event.data,
        loadedAt: event.at,
        refreshing: false,
      };
    default:
      return query.state === 'ready'
        ? { ...query, refreshing: false, refreshError: event.error }
        : { state: 'failed', error: event.error };
  }
}

export type Query<T> = QueryState<T> & {
  readonly reload: () => void;
  /**
   * Asks again without a sign of it until the answer is there. While one is
   * under way it waits for its end, so that a slow backend is never interrupted.
   */
  readonly refresh: () => void;
};

/**
 * Asks again whenever `key` changes, and aborts what is no longer waited for.
 * An answer for an older key never replaces a newer one. `subject` tells which
 * part of the key the last answer stays meaningful for: while it is the same
 * the answer is kept until the next one is there.
 */
export function useGitopsQuery<T>(
  key: string,
  ask: (signal: AbortSignal) => Promise<T>,
  subject: string = key,
): Query<T> {
  const [query, dispatch] = useReducer(reduce<T>, { state: 'loading' });
  const [attempt, again] = useReducer((count: number) => count + 1, 0);
  const askRef = useRef(ask);
  askRef.current = ask;
  const lastSubject = useRef(subject);

  const inFlight = useRef<AbortController>();
  const askedAgain = useRef(false);

  const run = useCallback(() => {
    const controller = new AbortController();
    inFlight.current = controller;
    askedAgain.current = false;
    const finish = (event: Event<T>) => {
      if (controller.signal.aborted) return;
      inFlight.current = undefined;
      dispatch(event);
      if (askedAgain.current) run();
    };
    askRef.current(controller.signal).then(
      data => finish({ type: 'answered', data, at: new Date() }),
      error => finish({ type: 'failed', error: toError(error) }),
    );
  }, []);

  useEffect(() => {
    dispatch({ type: 'asked', keepPrevious: lastSubject.current === subject });
    lastSubject.current = subject;
    run();
    return () => inFlight.current?.abort();
  }, [key, subject, attempt, run]);

  const reload = useCallback(() => again(), []);
  const refresh = useCallback(() => {
    if (inFlight.current) askedAgain.current = true;
    else run();
  }, [run]);
  return { ...query, reload, refresh };
}

export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
