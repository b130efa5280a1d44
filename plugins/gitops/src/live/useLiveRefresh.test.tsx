import { TestApiProvider } from '@backstage/test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import {
  GATHER_MS,
  POLL_MS,
  SAFETY_POLL_MS,
  useLiveRefresh,
} from './useLiveRefresh';

function listen(options: {
  readonly targets?: readonly string[];
  readonly signals: boolean;
}) {
  const listeners = new Set<(message: any) => void>();
  const signals = {
    subscribe: (_channel: string, listener: (message: any) => void) => {
      listeners.add(listener);
      return { unsubscribe: () => listeners.delete(listener) };
    },
  };
  const refresh = jest.fn();
  const { unmount } = renderHook(
    () => useLiveRefresh(options.targets, refresh),
    {
      wrapper: ({ children }: { children?: ReactNode }) =>
        options.signals ? (
          <TestApiProvider apis={[[signalApiRef, signals]]}>
            {children}
          </TestApiProvider>
        ) : (
          <TestApiProvider apis={[]}>{children}</TestApiProvider>
        ),
    },
  );
  const tell = (message: unknown) =>
    listeners.forEach(listener => listener(message));
  return { refresh, tell, unmount, listeners };
}

const pass = (time: number) => act(() => jest.advanceTimersByTime(time));

function setVisibility(state: DocumentVisibilityState) {
  jest.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

describe('useLiveRefresh', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('asks every ten seconds where the portal has no signals', () => {
    const { refresh } = listen({ signals: false });
    pass(3 * POLL_MS);
    expect(refresh).toHaveBeenCalledTimes(3);
  });

  it('rests while nobody looks, and asks as soon as somebody does', () => {
    const { refresh } = listen({ signals: false });
    setVisibility('hidden');
    pass(10 * POLL_MS);
    expect(refresh).not.toHaveBeenCalled();

    setVisibility('visible');
    expect(refresh).toHaveBeenCalledTimes(1);
    pass(POLL_MS);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('asks once for news that come together, of its own targets alone', () => {
    const { refresh, tell } = listen({ targets: ['a', 'b'], signals: true });
    tell({ targets: ['x'] });
    pass(GATHER_MS);
    expect(refresh).not.toHaveBeenCalled();

    tell({ targets: ['x', 'a'] });
    tell({ targets: ['b'] });
    pass(GATHER_MS);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('polls seldom once signals arrive, and ignores what is none', () => {
    const { refresh, tell } = listen({ signals: true });
    tell({ nonsense: true });
    pass(POLL_MS);
    expect(refresh).toHaveBeenCalledTimes(1);

    tell({ targets: ['a'] });
    pass(GATHER_MS);
    expect(refresh).toHaveBeenCalledTimes(2);
    pass(SAFETY_POLL_MS - 1);
    expect(refresh).toHaveBeenCalledTimes(2);
    pass(1);
    expect(refresh).toHaveBeenCalledTimes(3);
  });

  it('leaves nothing behind', () => {
    const { refresh, tell, unmount, listeners } = listen({ signals: true });
    tell({ targets: ['a'] });
    unmount();
    pass(SAFETY_POLL_MS);
    expect(refresh).not.toHaveBeenCalled();
    expect(listeners.size).toBe(0);
  });
});
