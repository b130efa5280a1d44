import { z } from 'zod';

const errorSchema = z.object({
  code: z.string().optional(),
  message: z.string().default(''),
});

/** What OpenSSL and Node say of a certificate that isn't to be trusted. */
const untrusted =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|INVALID_CA|HOSTNAME_MISMATCH)/;

/**
 * Says in words why no answer came, and whether asking again may help. The
 * text of an error is taken only where it can hold no header and no body.
 */
export function networkError(cause: unknown): {
  readonly message: string;
  readonly again: boolean;
} {
  const { code = '', message } = errorSchema
    .catch({ message: '' })
    .parse(cause);
  if (untrusted.test(code)) {
    return { message: `its certificate isn't trusted (${code})`, again: false };
  }
  if (code === 'ENOTFOUND') {
    return { message: 'its address has no such host (ENOTFOUND)', again: true };
  }
  if (code === 'ENOENT' || code === 'EACCES') {
    return { message: `a file can't be read (${code})`, again: false };
  }
  if (code.startsWith('ERR_INVALID_')) return { message: code, again: false };
  if (code.startsWith('E') && !code.startsWith('ERR_')) {
    return { message: `the connection failed (${code})`, again: true };
  }
  if (code.startsWith('HPE_')) {
    return { message: `the answer isn't HTTP (${code})`, again: true };
  }
  return { message: code || message || 'the connection failed', again: true };
}
