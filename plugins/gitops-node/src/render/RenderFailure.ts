import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';

/** Why a directory has no render: the `code` of its diagnostic. */
export type RenderFailureCode =
  | 'render-absent'
  | 'render-failed'
  | 'render-helm'
  | 'render-no-program'
  | 'render-outside'
  | 'render-plugin'
  | 'render-remote-base'
  | 'render-remote-chart'
  | 'render-timeout'
  | 'render-too-large'
  | 'render-unreadable'
  | 'render-values';

/** Thrown within this room only; it leaves as a diagnostic. */
export class RenderFailure extends Error {
  constructor(
    readonly code: RenderFailureCode,
    message: string,
    readonly place?: { readonly file: string; readonly line?: number },
  ) {
    super(message);
  }

  toDiagnostic(): Diagnostic {
    const { code, message, place } = this;
    return { level: 'error', code, message, ...place };
  }
}
