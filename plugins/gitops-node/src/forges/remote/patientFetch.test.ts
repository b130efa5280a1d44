import { patientFetch } from './patientFetch';

/** Answers in turn, the last one for good. */
function answering(...answers: (number | Error | [number, string])[]) {
  const asked: RequestInit[] = [];
  const send: typeof fetch = async (_, init) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(init ?? {});
    if (answer instanceof Error) throw answer;
    const [status, after] = Array.isArray(answer) ? answer : [answer];
    return new Response(null, {
      status,
      headers: after === undefined ? {} : { 'retry-after': after },
    });
  };
  return { asked, send };
}

function waiting() {
  const waits: number[] = [];
  const delay = async (ms: number) => {
    waits.push(ms);
  };
  return { waits, delay };
}

const url = 'https://forge.example/api';

describe('patientFetch', () => {
  it.each([
    ['a gateway that fails', [502, 200], 2],
    ['a server that has no time', [503, 504, 200], 3],
    ['a connection that is cut', [new TypeError('hang up'), 200], 2],
  ])('asks again after %s', async (_, answers, times) => {
    const { asked, send } = answering(...answers);
    const { delay } = waiting();
    const response = await patientFetch({ fetch: send, delay })(url, {
      method: 'POST',
    });
    expect(response.status).toBe(200);
    expect(asked).toHaveLength(times);
  });

  it('gives up after the third time, and waits longer each time', async () => {
    const { asked, send } = answering(502);
    const { waits, delay } = waiting();
    const response = await patientFetch({ fetch: send, delay })(url);
    expect(response.status).toBe(502);
    expect(asked).toHaveLength(3);
    expect(waits).toEqual([1000, 4000]);
  });

  it('waits as long as it is asked to, if that is not too long', async () => {
    const short = answering([429, '30'], 200);
    const { waits, delay } = waiting();
    await patientFetch({ fetch: short.send, delay })(url);
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(29_000);
    expect(waits[0]).toBeLessThanOrEqual(30_000);
    const long = answering([429, '3600']);
    const response = await patientFetch({ fetch: long.send, delay })(url);
    expect(response.status).toBe(429);
    expect(long.asked).toHaveLength(1);
  });

  it.each([400, 401, 403, 404, 409, 422, 500])(
    'takes a %i for an answer',
    async status => {
      const { asked, send } = answering(status);
      const { delay } = waiting();
      await patientFetch({ fetch: send, delay })(url);
      expect(asked).toHaveLength(1);
    },
  );

  it('stops where the asker has given up', async () => {
    const stopping = new AbortController();
    const send: typeof fetch = async () => {
      stopping.abort();
      throw new TypeError('hang up');
    };
    const { waits, delay } = waiting();
    await expect(
      patientFetch({ fetch: send, delay })(url, { signal: stopping.signal }),
    ).rejects.toThrow('hang up');
    expect(waits).toEqual([]);
  });

  it('goes nowhere else', async () => {
    const { asked, send } = answering(200);
    await patientFetch({ fetch: send })(url);
    expect(asked[0].redirect).toBe('manual');
  });
});
