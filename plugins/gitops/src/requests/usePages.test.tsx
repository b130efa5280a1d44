import { act, renderHook, waitFor } from '@testing-library/react';
import { Page, usePages } from './usePages';

describe('usePages', () => {
  it('puts the next page after the last and knows the end', async () => {
    const pages: Record<string, Page<number>> = {
      first: { items: [1, 2], nextCursor: 'second' },
      second: { items: [3] },
    };
    const { result } = renderHook(() =>
      usePages('a', async cursor => pages[cursor ?? 'first']),
    );
    await waitFor(() => expect(result.current.state).toBe('ready'));
    act(() => result.current.loadMore());

    await waitFor(() =>
      expect(result.current).toMatchObject({
        items: [1, 2, 3],
        nextCursor: undefined,
      }),
    );
  });

  it('keeps what is there when the next page fails, and can try again', async () => {
    let attempts = 0;
    const { result } = renderHook(() =>
      usePages<number>('a', async cursor => {
        if (!cursor) return { items: [1], nextCursor: 'next' };
        attempts += 1;
        if (attempts === 1) throw new Error('down');
        return { items: [2] };
      }),
    );
    await waitFor(() => expect(result.current.state).toBe('ready'));
    act(() => result.current.loadMore());
    await waitFor(() =>
      expect(result.current).toMatchObject({
        items: [1],
        more: { state: 'failed', error: new Error('down') },
      }),
    );
    act(() => result.current.loadMore());
    await waitFor(() =>
      expect(result.current).toMatchObject({ items: [1, 2] }),
    );
  });

  it('shows nothing twice that has become another', async () => {
    let items = ['c on america', 'b', 'a on america'];
    const { result } = renderHook(() =>
      usePages<string>('a', async () => ({ items })),
    );
    await waitFor(() => expect(result.current).toMatchObject({ items }));

    items = ['c on america, europe', 'b', 'a on america'];
    act(() => result.current.refresh());
    await waitFor(() => expect(result.current).toMatchObject({ items }));

    items = ['c on america, europe', 'b', 'a on america, europe'];
    act(() => result.current.refresh());
    await waitFor(() => expect(result.current).toMatchObject({ items }));
  });

  it('tells anew of what was there', async () => {
    let state = 'waits';
    const identify = ({ id }: { id: number }) => String(id);
    const { result } = renderHook(() =>
      usePages('a', async () => ({ items: [{ id: 1, state }] }), identify),
    );
    await waitFor(() =>
      expect(result.current).toMatchObject({ items: [{ state: 'waits' }] }),
    );

    state = 'runs';
    act(() => result.current.refresh());
    await waitFor(() =>
      expect(result.current).toMatchObject({
        items: [{ id: 1, state: 'runs' }],
      }),
    );
  });

  it('puts what is new before what is there, all pages of it', async () => {
    const pages: Record<string, Page<number>> = {
      first: { items: [5, 4], nextCursor: 'second' },
      second: { items: [3, 2], nextCursor: 'third' },
    };
    const { result } = renderHook(() =>
      usePages('a', async cursor => pages[cursor ?? 'first']),
    );
    await waitFor(() => expect(result.current.state).toBe('ready'));
    act(() => result.current.loadMore());
    await waitFor(() =>
      expect(result.current).toMatchObject({ items: [5, 4, 3, 2] }),
    );

    pages.first = { items: [6, 5], nextCursor: 'other' };
    act(() => result.current.refresh());
    await waitFor(() =>
      expect(result.current).toMatchObject({
        state: 'ready',
        items: [6, 5, 4, 3, 2],
        nextCursor: 'third',
      }),
    );
  });

  it('leaves no hole where more is new than one page holds', async () => {
    let first: Page<number> = { items: [2, 1] };
    const { result } = renderHook(() => usePages('a', async () => first));
    await waitFor(() => expect(result.current.state).toBe('ready'));

    first = { items: [9, 8], nextCursor: 'older' };
    act(() => result.current.refresh());
    await waitFor(() =>
      expect(result.current).toMatchObject({
        items: [9, 8],
        nextCursor: 'older',
      }),
    );
  });

  it('loses no news that come before its first answer', async () => {
    const asked = [pending<number>(), pending<number>()];
    let asks = 0;
    const { result } = renderHook(() =>
      usePages('a', () => asked[asks++].promise),
    );
    act(() => result.current.refresh());
    act(() => result.current.refresh());
    // However many there are, a slow backend is not interrupted.
    expect(asks).toBe(1);
    await act(async () => asked[0].answer({ items: [1] }));
    expect(result.current).toMatchObject({ items: [1] });
    await act(async () => asked[1].answer({ items: [2, 1] }));
    expect(result.current).toMatchObject({ items: [2, 1] });
    expect(asks).toBe(2);
  });

  it('is asked again by news where it failed', async () => {
    let isAway = true;
    const { result } = renderHook(() =>
      usePages('a', async () => {
        if (isAway) throw new Error('down');
        return { items: [1] };
      }),
    );
    await waitFor(() => expect(result.current.state).toBe('failed'));
    isAway = false;
    act(() => result.current.refresh());
    await waitFor(() => expect(result.current).toMatchObject({ items: [1] }));
  });

  it('puts nothing after what has taken the place of what it follows', async () => {
    const older = pending<number>();
    let first: Page<number> = { items: [2, 1], nextCursor: 'older' };
    const { result } = renderHook(() =>
      usePages('a', async cursor => (cursor ? older.promise : first)),
    );
    await waitFor(() => expect(result.current.state).toBe('ready'));
    act(() => result.current.loadMore());
    first = { items: [9, 8], nextCursor: 'other' };
    act(() => result.current.refresh());
    await waitFor(() =>
      expect(result.current).toMatchObject({ items: [9, 8] }),
    );

    await act(async () => older.answer({ items: [0] }));
    expect(result.current).toMatchObject({
      items: [9, 8],
      nextCursor: 'other',
      more: { state: 'idle' },
    });
  });

  it('starts over when what is listed changes, at once', async () => {
    const shown: unknown[] = [];
    const { result, rerender } = renderHook(
      ({ key }) => {
        const pages = usePages(key, async () => ({ items: [key] }));
        if (pages.state === 'ready') shown.push([key, ...pages.items]);
        return pages;
      },
      { initialProps: { key: 'a' } },
    );
    await waitFor(() => expect(result.current).toMatchObject({ items: ['a'] }));
    rerender({ key: 'b' });
    await waitFor(() => expect(result.current).toMatchObject({ items: ['b'] }));
    expect(shown).not.toContainEqual(['b', 'a']);
  });
});

/** A page that a test answers when it wants to. */
function pending<T>() {
  let answer: (page: Page<T>) => void = () => {};
  const promise = new Promise<Page<T>>(resolve => {
    answer = resolve;
  });
  return { promise, answer: (page: Page<T>) => answer(page) };
}
