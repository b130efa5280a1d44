import {
  Delivery,
  DeliveryStep,
  DeliveryStop,
} from '@backstage-gitops/plugin-gitops-common';
import { FluxApplier } from '../api/FluxObject';
import { UnitClaim } from '../match/FluxClaims';
import { whyUndecided } from '../match/whyUndecided';
import { DeliveryContext } from './DeliveryContext';
import { kustomizationSteps } from './kustomizationSteps';
import { releaseSteps } from './releaseSteps';
import { runningStep } from './runningStep';
import { stoppedAt } from './stoppedAt';
import { waitsFor } from './waitsFor';

/** How far Flux has brought a unit, and where it is stuck. */
export function deliveryOf(
  claim: UnitClaim,
  context: DeliveryContext,
): Delivery {
  if (claim.type === 'claimed') return ofObject(claim.object, context);
  const message =
    claim.type === 'contested'
      ? `Several objects of Flux apply it: ${claim.objects
          .map(({ kind, ref }) => `${kind} ${ref.namespace}/${ref.name}`)
          .join(', ')}`
      : absence(context);
  const isKnownAbsent =
    claim.type === 'unclaimed' &&
    whyUndecided(context.desired.unit, context.state) === undefined;
  return {
    ...(claim.type === 'contested' && {
      claimedBy: claim.objects.map(({ ref }) => ref),
    }),
    state: isKnownAbsent ? 'outOfSync' : 'unknown',
    message,
    waitsFor: [],
    conditions: [],
    history: [],
    steps: [
      declaredStep(context),
      {
        step: 'fetched',
        state: isKnownAbsent ? 'pending' : 'unknown',
        message,
      },
      { step: 'applied', state: 'unknown' },
      { step: 'running', state: 'unknown' },
    ],
    ...(isKnownAbsent && { stopped: { reason: 'notFetched', message } }),
  };
}

function absence(context: DeliveryContext): string {
  const { unit } = context.desired;
  const reason = whyUndecided(unit, context.state);
  if (reason !== undefined) return reason;
  return unit.kind === 'Kustomization' || unit.kind === 'HelmRelease'
    ? `The cluster has no ${unit.kind} ${
        unit.namespace === undefined ? '' : `${unit.namespace}/`
      }${unit.name}`
    : 'No Kustomization of the cluster applies it';
}

function ofObject(object: FluxApplier, context: DeliveryContext): Delivery {
  const { fetched, applied, steps } =
    object.kind === 'Kustomization'
      ? kustomizationSteps(object, context)
      : releaseSteps(object, context);
  const all: readonly DeliveryStep[] = [
    declaredStep(context),
    ...steps,
    runningStep(object, steps[1], context),
  ];
  const waiting = waitsFor(object, context.state);
  const stopped = stoppedAt(object, all, waiting);
  const message = messageOf(object, all, stopped);
  const { attempted, suspended, conditions, ref } = object;
  const link = context.linkOf?.(ref);
  return {
    object: ref,
    ...(link !== undefined && { link }),
    state: stateOf(object, context, all),
    ...(message !== undefined && { message }),
    ...(fetched !== undefined && { fetched }),
    ...(attempted !== undefined && { attempted }),
    ...(applied !== undefined && { applied }),
    ...(suspended !== undefined && { suspended }),
    waitsFor: [...waiting],
    conditions: [...conditions],
    history: historyOf(object),
    steps: [...all],
    ...(stopped !== undefined && { stopped }),
  };
}

function declaredStep({ desired }: DeliveryContext): DeliveryStep {
  const { revision } = desired;
  return {
    step: 'declared',
    state: 'done',
    revision: { revision, commit: revision },
  };
}

/** What isn't known is never told to be synced. */
function stateOf(
  { readiness, suspended }: FluxApplier,
  { seen }: DeliveryContext,
  steps: readonly DeliveryStep[],
): Delivery['state'] {
  if (suspended !== undefined) return 'suspended';
  switch (readiness.state) {
    case 'failed':
    case 'unknown':
      return readiness.state;
    case 'progressing':
    case 'waiting':
      return areDone(steps) ? seen.sync.state : 'progressing';
    case 'unfetched':
      return steps.some(({ state }) => state === 'failed')
        ? 'failed'
        : 'progressing';
    default:
  }
  const upToApplied = steps.filter(({ step }) => step !== 'running');
  if (upToApplied.some(({ state }) => state === 'unknown')) return 'unknown';
  const isApplied = upToApplied.every(({ state }) => state === 'done');
  return isApplied ? seen.sync.state : 'outOfSync';
}

function messageOf(
  { readiness }: FluxApplier,
  steps: readonly DeliveryStep[],
  stopped: DeliveryStop | undefined,
): string | undefined {
  const { state, message } = readiness;
  const isSilent =
    state === 'ready' ||
    ((state === 'progressing' || state === 'waiting') && areDone(steps));
  return isSilent ? stopped?.message : stopped?.message ?? message;
}

/** Then what Flux is at is another commit, or the same once more. */
function areDone(steps: readonly DeliveryStep[]): boolean {
  return steps.every(({ state }) => state === 'done');
}

function historyOf(object: FluxApplier): Delivery['history'] {
  if (object.kind === 'Kustomization') {
    return object.history.flatMap(({ revision, status }) =>
      revision === undefined
        ? []
        : [{ revision, ...(status !== undefined && { status }) }],
    );
  }
  return object.history.map(release => {
    const { chartName, chartVersion, status, lastDeployed, version } = release;
    const chart = [chartName, chartVersion].filter(part => part !== undefined);
    return {
      revision: {
        revision: chartVersion ?? `v${version}`,
        ...(lastDeployed !== undefined && { at: lastDeployed }),
      },
      ...(status !== undefined && { status }),
      message: [`Release ${release.name} v${version}`, ...chart].join(' '),
    };
  });
}
