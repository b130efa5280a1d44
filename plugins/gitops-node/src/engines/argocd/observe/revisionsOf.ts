import { EngineRevision } from '@backstage-gitops/plugin-gitops-common';
import { ArgoCdApplication } from '../read/ArgoCdApplication';

/** How far one source of an Application has come. */
export interface SourceProgress {
  /** Seen by Argo CD, whether or not anything came of it. */
  readonly fetched?: EngineRevision;
  /** Of the operation that is under way, or was last. */
  readonly attempted?: EngineRevision;
  /** What the cluster was told last. */
  readonly applied?: EngineRevision;
}

/**
 * The revisions of one source, by its index: those of the repository that
 * declares a unit. Of hydrated manifests it is the dry source's, which is what
 * people write.
 */
export function revisionsOf(
  application: ArgoCdApplication,
  source: number,
): SourceProgress {
  const { hydration, operation } = application;
  if (hydration !== undefined) return hydratedRevisions(application);
  const fetched = application.revisions[source];
  const attempted = operation?.revisions[source];
  const applied = appliedOf(application, source);
  return {
    ...(fetched !== undefined && { fetched }),
    ...(attempted !== undefined && { attempted }),
    ...(applied !== undefined && { applied }),
  };
}

function appliedOf(
  application: ArgoCdApplication,
  source: number,
): EngineRevision | undefined {
  const { sync, revisions } = application;
  const deployed = lastDeployed(application, source);
  const compared = revisions[source];
  if (sync.state !== 'synced' || compared === undefined) return deployed;
  // A commit that changes nothing here is live without having been deployed.
  return deployed?.revision === compared.revision ? deployed : compared;
}

/** Argo CD remembers ten deployments, and none that corrected drift. */
function lastDeployed(
  { operation, history }: ArgoCdApplication,
  source: number,
): EngineRevision | undefined {
  const isDone = operation?.phase === 'succeeded' && !operation.dryRun;
  const done = isDone ? operation.revisions[source] : undefined;
  const remembered = history[0]?.revisions[source];
  if (done === undefined || done.revision === remembered?.revision) {
    return remembered ?? done;
  }
  const { finishedAt } = operation ?? {};
  return { ...done, ...(finishedAt !== undefined && { at: finishedAt }) };
}

function hydratedRevisions(application: ArgoCdApplication): SourceProgress {
  const { hydration, sync, revisions } = application;
  const { seen, hydrated } = hydration ?? {};
  const fetched = seen ?? hydrated?.dry;
  const deployed = lastDeployed(application, 0)?.revision;
  const isLive =
    hydrated?.wet !== undefined &&
    (deployed === hydrated.wet ||
      (sync.state === 'synced' && revisions[0]?.revision === hydrated.wet));
  return {
    ...(fetched !== undefined && { fetched }),
    ...(isLive && { applied: hydrated.dry }),
  };
}
