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

/** What is known, and what it was asked for. */
interface Known<T> {
  readonly key: string;
  readonly subject: string;
  readonly query: QueryState<T>;
}

type Event<T> =
  | { type: 'asked'; key: string; subject: string }
  | { type: 'answered'; data: T; at: Date }
  | { type: 'failed'; error: Error };

function reduce<T>(known: Known<T>, event: Event<T>): Known<T> {
  const { query } = known;
  switch (event.type) {
    case 'asked':
      return asking(known, event.key, event.subject);
    case 'answered': {
      const { data, at: loadedAt } = event;
      const state = 'ready';
      return { ...known, query: { state, data, loadedAt, refreshing: false } };
    }
    default: {
      const { error } = event;
      return {
        ...known,
        query:
          query.state === 'ready'
            ? { ...query, refreshing: false, refreshError: error }
            : { state: 'failed', error },
      };
    }
  }
}

/** The same while something is asked for: of another subject nothing. */
function asking<T>(known: Known<T>, key: string, subject: string): Known<T> {
  const { query } = known;
  return {
    ...{ key, subject },
    query:
      query.state === 'ready' && known.subject === subject
        ? { ...query, refreshing: true, refreshError: undefined }
        : { state: 'loading' },
  };
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
  const [known, dispatch] = useReducer(reduce<T>, {
    ...{ key, subject },
    query: { state: 'loading' },
  });
  const [attempt, again] = useReducer((count: number) => count + 1, 0);
  const askRef = useRef(ask);
  askRef.current = ask;

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
    dispatch({ type: 'asked', key, subject });
    run();
    return () => inFlight.current?.abort();
  }, [key, subject, attempt, run]);

  const reload = useCallback(() => again(), []);
  const refresh = useCallback(() => {
    if (inFlight.current) askedAgain.current = true;
    else run();
  }, [run]);
  // The first look at another key comes before it is asked for.
  const isAsked = known.key === key && known.subject === subject;
  const { query } = isAsked ? known : asking(known, key, subject);
  return { ...query, reload, refresh };
}

export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
