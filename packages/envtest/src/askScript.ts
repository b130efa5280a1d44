import { execFileSync } from 'node:child_process';
import path from 'node:path';

// Tests run from the sources: this package is never built nor published.
// eslint-disable-next-line no-restricted-syntax
const script = path.resolve(__dirname, '../../../scripts/envtest.mjs');

/** What `yarn envtest` prints: a folder, or nothing where it isn't built. */
export function askScript(...args: readonly string[]): string | undefined {
  const answer = execFileSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
  });
  return answer.trim() || undefined;
}
