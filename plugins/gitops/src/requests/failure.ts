import { ResponseError } from '@backstage/errors';

/**
 * What a failed request means to the person: they may not see it, it does not
 * exist, or something broke.
 */
export type Failure = 'denied' | 'absent' | 'broken';

export function failureOf(error: Error): Failure {
  const status = error instanceof ResponseError ? error.statusCode : undefined;
  if (status === 403 || error.name === 'NotAllowedError') return 'denied';
  if (status === 404 || error.name === 'NotFoundError') return 'absent';
  return 'broken';
}

/** The backend's own words, without the wrapping a person has no use for. */
export function failureMessage(error: Error): string {
  return error instanceof ResponseError
    ? error.body.error.message || error.message
    : error.message;
}
