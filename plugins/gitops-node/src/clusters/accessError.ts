import {
  AuthenticationError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';

/** Says for which question no way in was found. */
export function accessError(what: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InputError) {
    return new InputError(`${what} failed: ${message}`);
  }
  if (error instanceof AuthenticationError) {
    return new AuthenticationError(`${what} failed: ${message}`);
  }
  return new ServiceUnavailableError(`${what} failed: ${message}`);
}
