import {
  DeliverySummary,
  deliverySummarySchema,
  engineKindSchema,
  engineModeSchema,
  Stale,
} from '@backstage-gitops/plugin-gitops-common';
import { declaredVersions } from '../database/declaredVersions';
import { imageMismatch } from '../database/imageMismatch';
import { ObservationRow, readDelivery, StoredLive } from '../database/liveRows';
import { isoTime, readArtifacts, TargetRow } from '../database/rows';

/** What a look at a unit says of each of its targets. */
export function seenAs(
  look: ObservationRow,
  seen: { readonly stale: Stale | undefined; readonly observedAt: number },
) {
  return {
    engine: engineKindSchema.parse(look.engine),
    mode: look.mode === null ? undefined : engineModeSchema.parse(look.mode),
    observedAt: isoTime(seen.observedAt),
    stale: seen.stale,
    revision: look.revision ?? undefined,
    appliedRevision: look.applied_revision ?? undefined,
    delivery: summaryOf(look),
  };
}

/** What a page tells without asking for all of it. */
export function summaryOf(look: ObservationRow): DeliverySummary | undefined {
  const delivery = readDelivery(look);
  return delivery && deliverySummarySchema.parse(delivery);
}

/** What was kept of a target itself. */
export function shownOf(target: TargetRow, stored: StoredLive) {
  const running = imageMismatch(
    readArtifacts(target.artifacts),
    stored.artifacts,
  );
  const { behindSince } = stored;
  return {
    sync: stored.sync,
    health: stored.health,
    artifacts: stored.artifacts,
    behind:
      running.length === 0
        ? undefined
        : {
            running,
            since: behindSince === undefined ? undefined : isoTime(behindSince),
          },
    drift: { ...stored.drift, since: isoTime(target.drift_since) },
  };
}

/** Whether it was looked at since the target declares what it does. */
export function isOfNow(target: TargetRow, { declared }: StoredLive): boolean {
  return (
    declared === undefined ||
    declared === declaredVersions(readArtifacts(target.artifacts))
  );
}

/** Of what was said of another declaration no step counts. */
export function unheard(look: ObservationRow, reason: string) {
  const delivery = summaryOf(look);
  return {
    sync: { state: 'unknown' as const, reason },
    delivery: delivery && {
      ...delivery,
      ...{ state: 'unknown' as const, message: reason, stopped: undefined },
      steps: delivery.steps.map(({ step }) => ({
        step,
        state: step === 'declared' ? ('done' as const) : ('unknown' as const),
      })),
    },
  };
}
