import { PullRequestStatus } from '@backstage-gitops/plugin-gitops-common';

/** A run of checks or a status, told alike whichever forge it is of. */
export interface Check {
  readonly name: string;
  readonly state: 'pending' | 'success' | 'failure';
}

/** What checks come to together; `undefined` where they may not be read. */
export function checksOf(
  checks: readonly Check[] | undefined,
): PullRequestStatus['checks'] {
  if (checks === undefined) {
    return { state: 'unknown', waitingFor: [], failed: [] };
  }
  const named = (state: Check['state']) =>
    checks.filter(check => check.state === state).map(({ name }) => name);
  const waitingFor = named('pending');
  const failed = named('failure');
  if (failed.length > 0) return { state: 'failure', waitingFor, failed };
  if (waitingFor.length > 0) return { state: 'pending', waitingFor, failed };
  return { state: checks.length > 0 ? 'success' : 'none', waitingFor, failed };
}
