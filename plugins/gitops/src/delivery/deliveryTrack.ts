import type {
  DeliveryStep,
  DeliverySummary,
  EngineRevision,
} from '@backstage-gitops/plugin-gitops-common';

/** Declared in Git, seen by the engine, and running as it was declared. */
export type TrackStepName = 'declared' | 'seen' | 'running';

export interface TrackStep {
  readonly name: TrackStepName;
  readonly state: DeliveryStep['state'];
  readonly revision?: EngineRevision;
  readonly message?: string;
}

/**
 * A delivery in three steps. Applying is part of what makes it run: until that
 * is done, it is what running waits for.
 */
export function deliveryTrack({ steps }: DeliverySummary): TrackStep[] {
  const find = (name: DeliveryStep['step']): DeliveryStep =>
    steps.find(({ step }) => step === name) ?? { step: name, state: 'unknown' };
  const applied = find('applied');
  const running = find('running');
  return [
    told('declared', find('declared')),
    told('seen', find('fetched')),
    told('running', applied.state === 'done' ? running : applied),
  ];
}

function told(
  name: TrackStepName,
  { state, revision, message }: DeliveryStep,
): TrackStep {
  return { name, state, revision, message };
}

/** The step that the way ends at, for now; undefined where it is all gone. */
export function stuckAt<Step extends Pick<DeliveryStep, 'state'>>(
  steps: readonly Step[],
): Step | undefined {
  return (
    steps.find(({ state }) => state === 'failed') ??
    steps.find(({ state }) => state === 'pending')
  );
}
