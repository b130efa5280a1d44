import { act, renderHook, waitFor } from '@testing-library/react';
import { useGitopsQuery } from './useGitopsQuery';

function controlled() {
  const calls: {
    key: string;
    signal: AbortSignal;
    answer: (value: string) => void;
    fail: (error: Error) => void;
  }[] = [];
  const ask = (key: string) => (signal: AbortSignal) =>
    new Promise<string>((answer, fail) => {
      calls.push({ key, signal, answer, fail });
    });
  return { calls, ask };
}

describe('useGitopsQuery', () => {
  /** Of each render, what it was of. */
  const shown: unknown[] = [];
  beforeEach(() => {
    shown.length = 0;
  });

  it('aborts what is no longer waited for, and ignores its late answer', async () => {
    const { calls, ask } = controlled();
    const { result, rerender } = renderHook(
      ({ key }) => useGitopsQuery(key, ask(key)),
      { initialProps: { key: 'a' } },
    );
    rerender({ key: 'b' });
    expect(calls[0].signal.aborted).toBe(true);

    await act(async () => calls[1].answer('b'));
    await act(async () => calls[0].answer('late a'));

    expect(result.current).toMatchObject({ state: 'ready', data: 'b' });
  });

  it('shows nothing of another subject, not for a moment', async () => {
    const { calls, ask } = controlled();
    const { result, rerender } = renderHook(
      ({ key }) => {
        const query = useGitopsQuery(key, ask(key));
        shown.push([key, query.state === 'ready' ? query.data : query.state]);
        return query;
      },
      { initialProps: { key: 'a' } },
    );
    await act(async () => calls[0].answer('a'));
    rerender({ key: 'b' });
    expect(result.current.state).toBe('loading');
    expect(shown).not.toContainEqual(['b', 'a']);
  });

  it('keeps the answer of the same subject until the next is there', async () => {
    const { calls, ask } = controlled();
    const { result, rerender } = renderHook(
      ({ key }) => {
        const query = useGitopsQuery(key, ask(key), 'fleet');
        shown.push([key, query.state === 'ready' && query.refreshing]);
        return query;
      },
      { initialProps: { key: 'page 1' } },
    );
    await act(async () => calls[0].answer('page 1'));
    rerender({ key: 'page 2' });
    expect(result.current).toMatchObject({ data: 'page 1', refreshing: true });
    expect(shown).not.toContainEqual(['page 2', false]);

    await act(async () => calls[1].answer('page 2'));
    expect(result.current).toMatchObject({ data: 'page 2', refreshing: false });
  });

  it('keeps what it knows when asking again fails', async () => {
    const { calls, ask } = controlled();
    const { result } = renderHook(() => useGitopsQuery('a', ask('a')));
    await act(async () => calls[0].answer('known'));
    act(() => result.current.reload());
    await act(async () => calls[1].fail(new Error('down')));

    await waitFor(() =>
      expect(result.current).toMatchObject({
        state: 'ready',
        data: 'known',
        refreshError: new Error('down'),
      }),
    );
  });

  it('refreshes without a sign of it until the answer is there', async () => {
    const { calls, ask } = controlled();
    const { result } = renderHook(() => useGitopsQuery('a', ask('a')));
    await act(async () => calls[0].answer('known'));
    act(() => result.current.refresh());
    expect(result.current).toMatchObject({ data: 'known', refreshing: false });

    await act(async () => calls[1].answer('new'));
    expect(result.current).toMatchObject({ data: 'new', refreshing: false });
  });

  it('lets a slow answer arrive before it asks again, once', async () => {
    const { calls, ask } = controlled();
    const { result } = renderHook(() => useGitopsQuery('a', ask('a')));
    act(() => result.current.refresh());
    act(() => result.current.refresh());
    expect(calls).toHaveLength(1);
    expect(calls[0].signal.aborted).toBe(false);

    await act(async () => calls[0].answer('slow'));
    expect(result.current).toMatchObject({ data: 'slow' });
    expect(calls).toHaveLength(2);
    await act(async () => calls[1].answer('new'));
    expect(result.current).toMatchObject({ data: 'new' });
    expect(calls).toHaveLength(2);
  });
});
