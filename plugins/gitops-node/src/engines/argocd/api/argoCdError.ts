import {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { z } from 'zod';
import { readableMessage } from '../read/readableMessage';

/** Codes of gRPC, by which the gateway tells more than its status does. */
const codes: Readonly<Record<number, number>> = {
  3: 400,
  5: 404,
  6: 409,
  7: 403,
  9: 409,
  10: 409,
  16: 401,
};

const failureSchema = z.object({
  message: z.string().optional(),
  error: z.string().optional(),
  code: z.number().optional(),
});

/**
 * The error for an answer that isn't a success. `what` says which instance and
 * what was asked of it. Only the words of the server are repeated, never those
 * of a proxy's page.
 */
export function argoCdError(what: string, status: number, body: string): Error {
  const told = parseFailure(body);
  const code = (status < 400 ? undefined : codes[told?.code ?? 0]) ?? status;
  const message = told?.message ?? told?.error;
  const reason = message ? `: ${readableMessage(message)}` : '';
  const text = (verb: string) => `${what} ${verb} (${status})${reason}`;
  if (code >= 300 && code < 400) {
    return new ServiceUnavailableError(
      text('was redirected, and credentials go to no other address'),
    );
  }
  switch (code) {
    case 400:
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
    default:
      return new ServiceUnavailableError(text('failed'));
  }
}

function parseFailure(body: string) {
  try {
    return failureSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
