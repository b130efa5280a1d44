import {
  AuthenticationError,
  isError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { publicReason } from '../indexing/publicReason';

/** Errors that tell a person what to do; whatever else is ours to look into. */
const tellingErrors = new Set([
  'AuthenticationError',
  'ConflictError',
  'ForgeLimitError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'NotImplementedError',
  'ServiceUnavailableError',
]);

/**
 * What may be told of a failure: nothing in it lets anyone in. That the forge
 * doesn't take the portal's token is no reason for a person to sign in anew.
 */
export function forgeFailureOf(error: unknown, token?: string): Error {
  const reason = hidden(publicReason(error, ''), token);
  if (error instanceof AuthenticationError) return new NotAllowedError(reason);
  if (!isError(error) || !tellingErrors.has(error.name)) {
    return new ServiceUnavailableError(`It could not be opened: ${reason}`);
  }
  if (reason === error.message && error instanceof Error) return error;
  const told = new Error(reason);
  told.name = error.name;
  return told;
}

function hidden(text: string, token: string | undefined): string {
  return token ? text.replaceAll(token, '***') : text;
}
