import { ResponseError } from '@backstage/errors';
import { failureOf } from '../requests/failure';

/** Why a proposal could not be opened, as far as the person acts on it. */
export type OpeningFailure = 'conflict' | 'denied' | 'failed';

export function openingFailureOf(error: Error): OpeningFailure {
  const status = error instanceof ResponseError ? error.statusCode : undefined;
  if (status === 409 || error.name === 'ConflictError') return 'conflict';
  return failureOf(error) === 'denied' ? 'denied' : 'failed';
}
