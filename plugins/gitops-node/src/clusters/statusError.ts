import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { z } from 'zod';

/** What was listed or watched is too old to go on from (410). */
export class ExpiredError extends ServiceUnavailableError {}

/** The server asks to be left alone for a while. */
export class BusyError extends ServiceUnavailableError {
  constructor(message: string, readonly retryAfterMs: number) {
    super(message);
  }
}

/** An API server's own words for a failure. */
export const statusSchema = z.object({
  kind: z.literal('Status'),
  code: z.number().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
  details: z
    .object({
      name: z.string().optional(),
      retryAfterSeconds: z.number().optional(),
    })
    .optional(),
});

export type Status = z.output<typeof statusSchema>;

/**
 * The Status in the body of an answer. A proxy's or a web server's own error
 * page holds none, and says nothing about objects.
 */
export function parseStatus(body: string): Status | undefined {
  try {
    return statusSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

/**
 * What an answer means. A server that has just started forbids for a moment
 * what it will admit: it is not ready, which says nothing of who asks.
 */
export function meantCode(code: number, status: Status | undefined): number {
  const isStarting =
    code === 403 &&
    status?.message?.endsWith('not yet ready to handle request');
  return isStarting ? 503 : code;
}

/**
 * The error for an answer that isn't a success. `what` says which cluster and
 * what was asked of it, such as `Cluster 'eu': reading apps/Deployment web`.
 */
export function statusError(
  what: string,
  code: number,
  status: Status | undefined,
  retryAfterMs?: number,
): Error {
  const reason = status?.message ? `: ${tidy(status.message)}` : '';
  const text = (verb: string) => `${what} ${verb} (${code})${reason}`;
  switch (code) {
    case 400:
    case 405:
    case 406:
    case 413:
    case 415:
    case 422:
      return new InputError(text('was refused as invalid'));
    case 401:
      return new AuthenticationError(text('was refused: not authenticated'));
    case 403:
      return new NotAllowedError(text('is not permitted'));
    case 404:
      return new NotFoundError(text('found nothing'));
    case 409:
      return new ConflictError(text('met a conflict'));
    case 410:
      return new ExpiredError(text('expired'));
    default:
      return retryAfterMs === undefined
        ? new ServiceUnavailableError(text('failed'))
        : new BusyError(text('failed'), retryAfterMs);
  }
}

/** One line of bounded length, whatever the server wrote. */
function tidy(message: string): string {
  const line = message.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}
