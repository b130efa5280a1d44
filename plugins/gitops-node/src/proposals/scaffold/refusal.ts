import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';

/** Where something is, for a diagnostic. */
interface Place {
  readonly file?: string;
  readonly line?: number;
}

/** Why a proposal may not be opened. */
export function refusal(
  reason: string,
  message: string,
  place: Place = {},
): Diagnostic {
  return { level: 'error', code: `proposal-${reason}`, message, ...place };
}

/** What a person should know before it is opened. */
export function notice(
  reason: string,
  message: string,
  place: Place = {},
): Diagnostic {
  return { level: 'warning', code: `proposal-${reason}`, message, ...place };
}
