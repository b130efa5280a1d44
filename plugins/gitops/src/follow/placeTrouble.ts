import type {
  ProposalRollout,
  TroubleKind,
} from '@backstage-gitops/plugin-gitops-common';

/** Why a place comes no further; undefined where nothing keeps it. */
export function placeTrouble({
  stopped,
  steps,
  reason,
}: Pick<ProposalRollout, 'stopped' | 'steps' | 'reason'>):
  | { readonly kind: TroubleKind; readonly message: string }
  | undefined {
  if (!stopped) return undefined;
  const { message } = stopped;
  const fetched = steps.find(({ step }) => step === 'fetched');
  if (stopped.reason === 'failed') {
    return {
      kind: fetched?.state === 'failed' ? 'fetchFailed' : 'failed',
      message,
    };
  }
  // Who suspended it and why is in the whole sentence.
  return stopped.reason === 'suspended'
    ? { kind: 'suspended', message: reason ?? message }
    : { kind: stopped.reason, message };
}

/** What someone has to look at: it does not go on by itself. */
export function needsPerson({ stopped }: ProposalRollout): boolean {
  return (
    stopped?.reason === 'failed' ||
    stopped?.reason === 'degraded' ||
    stopped?.reason === 'suspended'
  );
}
