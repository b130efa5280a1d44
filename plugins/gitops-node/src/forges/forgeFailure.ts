import {
  AuthenticationError,
  ConflictError,
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';

/** Words by which a forge says that something is there already, or moved on. */
const conflictWords =
  /already exists|not a fast.forward|conflict|reference update failed/i;

/**
 * The error that a forge's answer means, told with what was being done. It
 * carries neither a token nor the answer's body.
 */
export function forgeFailure(
  error: unknown,
  doing: string,
  forge: string,
): Error {
  if (error instanceof ConflictError) {
    return new ConflictError(`${forge}, ${doing}: ${error.message}`);
  }
  if (error instanceof InputError) {
    return new InputError(`${forge}, ${doing}: ${error.message}`);
  }
  const status = statusOf(error);
  const said = isError(error) ? firstLine(error.message) : String(error);
  const message = `${forge}, ${doing}: ${said}`;
  switch (status) {
    case 400:
      return new InputError(message);
    case 401:
      return new AuthenticationError(message);
    case 403:
      return isLimit(error)
        ? new ServiceUnavailableError(message)
        : new NotAllowedError(message);
    case 404:
    case 410:
      return new NotFoundError(message);
    case 405:
    case 409:
      return new ConflictError(message);
    case 422:
      return conflictWords.test(said)
        ? new ConflictError(message)
        : new InputError(message);
    default:
      return isAborted(error) && error instanceof Error
        ? error
        : new ServiceUnavailableError(message);
  }
}

export function statusOf(error: unknown): number | undefined {
  const status: unknown = isError(error) ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

function isLimit(error: unknown): boolean {
  return isError(error) && /rate limit|abuse/i.test(error.message);
}

function isAborted(error: unknown): boolean {
  return isError(error) && error.name === 'AbortError';
}

/** Forges put links and bodies after the first line. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0].slice(0, 300);
}
