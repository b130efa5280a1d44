import { ConflictError, ResponseError } from '@backstage/errors';
import { openingFailureOf } from './openingFailure';

/** What the client of the backend throws. */
async function answered(status: number, name: string): Promise<Error> {
  const body = {
    error: { name, message: 'm' },
    response: { statusCode: status },
  };
  const response = {
    ok: false,
    status,
    statusText: name,
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () => JSON.stringify(body),
    json: async () => body,
    url: '',
    redirected: false,
    type: 'basic' as const,
  };
  return ResponseError.fromResponse(response);
}

describe('openingFailureOf', () => {
  it.each([
    [409, 'ConflictError', 'conflict'],
    [403, 'NotAllowedError', 'denied'],
    [404, 'NotFoundError', 'failed'],
    [503, 'ServiceUnavailableError', 'failed'],
  ])('takes %s %s for %s', async (status, name, failure) => {
    expect(openingFailureOf(await answered(status, name))).toBe(failure);
  });

  it('knows an error that was never an answer', () => {
    expect(openingFailureOf(new ConflictError('moved'))).toBe('conflict');
    expect(openingFailureOf(new TypeError('Failed to fetch'))).toBe('failed');
  });
});
