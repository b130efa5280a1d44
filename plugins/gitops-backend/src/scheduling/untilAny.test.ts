import { getEventListeners } from 'node:events';
import { untilAny } from './untilAny';

describe('untilAny', () => {
  const aborted = (signal: AbortSignal) =>
    new Promise<unknown>(resolve => {
      signal.addEventListener('abort', () => resolve(signal.reason));
    });

  it('ends with the first of its signals, for its reason', async () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const working = untilAny([one.signal, other.signal], aborted);

    other.abort('enough');
    one.abort('too late');

    expect(await working).toBe('enough');
  });

  it('has ended where one of them has', async () => {
    const signals = [new AbortController().signal, AbortSignal.abort('gone')];

    await untilAny(signals, async ({ aborted: isAborted, reason }) => {
      expect([isAborted, reason]).toEqual([true, 'gone']);
    });
  });

  it.each([
    ['it is done', async () => 'done'],
    ['it has failed', () => Promise.reject(new Error('failed'))],
  ])('lets go of them once %s', async (_, work: () => Promise<string>) => {
    const { signal } = new AbortController();
    const listening = () => getEventListeners(signal, 'abort').length;
    const working = untilAny([signal], work).catch(() => undefined);
    expect(listening()).toBe(1);

    await working;

    expect(listening()).toBe(0);
  });
});
