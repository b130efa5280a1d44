import { isError } from '@backstage/errors';
import { withoutCredentials } from '../links/ForgeLinks';

/** What a program said beyond this is not even looked at. */
const longestMessage = 10_000;

/** Longer reasons are a program's output, and help nobody on a page. */
const longestReason = 1_000;

/**
 * What may be told of an error to everybody who may see that the repository
 * exists: its message with nothing in it that lets anyone in.
 */
export function publicReason(error: unknown, url: string): string {
  const message = isError(error) ? error.message : String(error);
  const reason = message
    .slice(0, longestMessage)
    .replaceAll(url, withoutCredentials(url))
    .replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/@]*@/gi, '$1')
    .replace(/\b(authorization:\s*)(basic|bearer|token)?\s*\S+/gi, '$1***')
    .trim();
  return reason.length > longestReason
    ? `${reason.slice(0, longestReason)}…`
    : reason;
}
