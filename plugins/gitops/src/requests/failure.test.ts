import { NotAllowedError, ResponseError } from '@backstage/errors';
import { failureMessage, failureOf } from './failure';

async function answer(status: number, name: string, message: string) {
  return ResponseError.fromResponse({
    ok: false,
    status,
    statusText: name,
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () =>
      JSON.stringify({
        error: { name, message },
        response: { statusCode: status },
      }),
  } as Response);
}

describe('failureOf', () => {
  it.each([
    [403, 'NotAllowedError', 'denied'],
    [404, 'NotFoundError', 'absent'],
    [500, 'Error', 'broken'],
    [503, 'ServiceUnavailableError', 'broken'],
  ])('takes %i for %s as %s', async (status, name, failure) => {
    expect(failureOf(await answer(status, name, 'no'))).toBe(failure);
  });

  it('knows an error that never went over a wire', () => {
    expect(failureOf(new NotAllowedError('no'))).toBe('denied');
  });
});

describe('failureMessage', () => {
  it('passes on the words of the backend alone', async () => {
    const error = await answer(503, 'ServiceUnavailableError', 'try later');
    expect(failureMessage(error)).toBe('try later');
  });
});
