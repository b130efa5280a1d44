import {
  AuthenticationError,
  ConflictError,
  ForwardedError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ResponseError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';

/** What the API answers with, as the error that it stands for. */
const errorsByStatus = new Map<number, new (message: string) => Error>([
  [400, InputError],
  [401, AuthenticationError],
  [403, NotAllowedError],
  [404, NotFoundError],
  [409, ConflictError],
  [429, ServiceUnavailableError],
  [502, ServiceUnavailableError],
  [503, ServiceUnavailableError],
  [504, ServiceUnavailableError],
]);

const signedOut =
  'the sign-in of the person who runs the template is over or not accepted';

/**
 * A failed request as a person reads it in a task's log: what was tried, and
 * the backend's own reason. It keeps what it stands for, so that a 403 is a
 * NotAllowedError, and leaves behind the response, which holds the request.
 */
export function readableError(
  doing: string,
  thrown: unknown,
  secrets: readonly string[] = [],
): Error {
  const error = toError(thrown);
  const redact = (text: string) =>
    secrets
      .filter(secret => secret !== '')
      .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  if (!(error instanceof ResponseError)) {
    return new ForwardedError(redact(`${doing} failed`), {
      name: error.name,
      message: redact(error.message),
    });
  }
  const told = error.body.error.message || error.message;
  const reason = error.statusCode === 401 ? `${signedOut} (${told})` : told;
  const Known = errorsByStatus.get(error.statusCode) ?? Error;
  return new Known(redact(`${doing} failed: ${reason}`));
}
