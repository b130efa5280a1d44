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

  it('starts over when what is listed changes', async () => {
    const { result, rerender } = renderHook(
      ({ key }) => usePages(key, async () => ({ items: [key] })),
      { initialProps: { key: 'a' } },
    );
    await waitFor(() => expect(result.current).toMatchObject({ items: ['a'] }));
    rerender({ key: 'b' });
    await waitFor(() => expect(result.current).toMatchObject({ items: ['b'] }));
  });
});
