import {
  AuthenticationError,
  ConflictError,
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ForgeLimitError } from './ForgeLimitError';
import { ApiFailure } from './remote/ApiFailure';
import { retryAt } from './remote/retryAt';

/** Words by which a forge says that something is there already, or moved on. */
const conflictWords =
  /already exists|not a fast.forward|conflict|reference update failed/i;

/** Told by this side, and only to be told with what was being done. */
const ownErrors = [ConflictError, InputError, NotFoundError];

/**
 * The error that a forge's answer means, told with what was being done. It
 * carries neither a token nor the answer's body.
 */
export function forgeFailure(
  error: unknown,
  doing: string,
  forge: string,
): Error {
  const said = isError(error) ? firstLine(error.message) : String(error);
  const message = `${forge}, ${doing}: ${said}`;
  const Own = ownErrors.find(type => error instanceof type);
  if (Own !== undefined) return new Own(message);
  if (isLimit(error)) return new ForgeLimitError(message, retryAtOf(error));
  switch (statusOf(error)) {
    case 400:
      return new InputError(message);
    case 401:
      return new AuthenticationError(message);
    case 403:
      return new NotAllowedError(message);
    // It has another name now: the configured one is to be put right.
    case 301:
    case 302:
    case 307:
    case 308:
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
      return new ServiceUnavailableError(message);
  }
}

export function statusOf(error: unknown): number | undefined {
  const status: unknown = isError(error) ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Whether a forge refused for having been asked too much. */
export function isLimit(error: unknown): boolean {
  const status = statusOf(error);
  if (status === 429) return true;
  return (
    status === 403 && isError(error) && /rate limit|abuse/i.test(error.message)
  );
}

/** Whether there is no use in looking what came of it. */
export function isFinal(error: unknown): boolean {
  return isLimit(error) || isAborted(error) || statusOf(error) === 401;
}

/**
 * Runs what is as well left undone. A forge that refuses is told from one that
 * fails: those refusals are passed over.
 */
export async function tolerated(
  run: () => Promise<unknown>,
  refusals: readonly number[] = [403, 404, 405, 409, 422],
): Promise<void> {
  try {
    await run();
  } catch (error) {
    const status = statusOf(error);
    if (isLimit(error) || status === undefined || !refusals.includes(status)) {
      throw error;
    }
  }
}

/** `undefined` where there is none of it. */
export async function absent<T>(
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

function retryAtOf(error: unknown): string | undefined {
  if (error instanceof ApiFailure) return error.retryAt;
  const response: unknown = isError(error) ? error.response : undefined;
  if (!isRecord(response) || !isRecord(response.headers)) return undefined;
  const { headers } = response;
  return retryAt(name => {
    const value = headers[name];
    return value === undefined ? undefined : String(value);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isAborted(error: unknown): boolean {
  return isError(error) && error.name === 'AbortError';
}

/** Forges put links and bodies after the first line. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0].slice(0, 300);
}
