import { ResourceRef } from '../../../manifests/Resource';
import { refKey } from '../../builtin/resourceRef';
import { ArgoCdApplication } from '../read/ArgoCdApplication';

/** What an Application is known to have applied. */
export interface AppliedResources {
  /** Of the Application that did; another of the name has applied nothing. */
  readonly uid?: string;
  readonly resources: readonly ResourceRef[];
  /** Whether there is nothing else. */
  readonly isWhole: boolean;
  /** What it listed while its last sync was running. */
  readonly running?: Pick<
    ArgoCdApplication,
    'operation' | 'reconciledAt' | 'resources'
  >;
}

/**
 * What an Application has applied up to now, out of what it says and of what
 * was known before. Argo CD keeps no list of it: what is in sync is all there,
 * and a sync of the whole Application tells what it applied until there is
 * another one. While a sync runs, and until Argo CD has looked at what became of
 * it, what it lists is of before: what is new isn't missed yet.
 */
export function appliedResources(
  application: ArgoCdApplication,
  before: AppliedResources | undefined,
): AppliedResources {
  const { uid, sync, resources, operation } = application;
  const isOther =
    before?.uid !== undefined && uid !== undefined && before.uid !== uid;
  const known = isOther ? undefined : before;
  const isRunning = operation?.phase === 'running';
  const running = isRunning ? application : known?.running;
  const told = (all: readonly ResourceRef[], isWhole: boolean) => ({
    ...(uid !== undefined && { uid }),
    ...(running !== undefined && { running: listing(running) }),
    ...{ resources: all, isWhole },
  });
  // The very list, so that what is in sync takes no more memory.
  if (sync.state === 'synced') return told(resources, true);
  const isTold = !isRunning && !isOutdated(application, known);
  const seen = [
    ...(isTold ? operation?.resources ?? [] : []),
    ...resources.filter(({ status }) => status === 'synced'),
  ];
  if (isTold && isWholeSync(application)) return told(seen, true);
  return told(
    distinct([...(known?.resources ?? []), ...seen]),
    known?.isWhole === true || isNeverDeployed(application),
  );
}

/** Whether what an Application lists is of before its last sync had ended. */
export function isOutdated(
  application: ArgoCdApplication,
  known: AppliedResources | undefined,
): boolean {
  const { operation } = application;
  if (operation === undefined || operation.phase === 'running') return false;
  return (
    operation.isUncompared === true ||
    isAsWhileRunning(application, known) ||
    isOfTheSecond(application, known)
  );
}

/** Times are told to the second: within one it is what was listed before. */
function isAsWhileRunning(
  { operation, reconciledAt, resources }: ArgoCdApplication,
  known: AppliedResources | undefined,
): boolean {
  const { running } = known ?? {};
  return (
    running !== undefined &&
    running.operation?.startedAt === operation?.startedAt &&
    running.reconciledAt === reconciledAt &&
    JSON.stringify(running.resources) === JSON.stringify(resources)
  );
}

/**
 * Whether it was looked at in the second in which the sync ended, and what the
 * sync brought for the first time is listed as if it were not there. Argo CD
 * begins a sync before it writes down what it saw, so that a short one may have
 * ended by then.
 */
function isOfTheSecond(
  { operation, reconciledAt, resources }: ArgoCdApplication,
  known: AppliedResources | undefined,
): boolean {
  if (known?.isWhole !== true || operation === undefined) return false;
  const { finishedAt } = operation;
  if (Date.parse(reconciledAt ?? '') !== Date.parse(finishedAt ?? '')) {
    return false;
  }
  const before = new Set(known.resources.map(refKey));
  const brought = new Set(operation.resources.map(refKey));
  return resources.some(each => {
    const key = refKey(each);
    return each.status === 'outOfSync' && brought.has(key) && !before.has(key);
  });
}

function listing({
  operation,
  reconciledAt,
  resources,
}: NonNullable<AppliedResources['running']>) {
  return { operation, reconciledAt, resources };
}

function isWholeSync({ operation }: ArgoCdApplication): boolean {
  return (
    operation?.phase === 'succeeded' &&
    operation.dryRun !== true &&
    operation.isPartial !== true &&
    operation.resources.length > 0
  );
}

/** Argo CD remembers each deployment, unless it is told not to. */
function isNeverDeployed({
  revisions,
  history,
  isForgetful,
  operation,
}: ArgoCdApplication): boolean {
  return (
    // Lists of 3.x leave both out.
    revisions.length > 0 &&
    history.length === 0 &&
    isForgetful !== true &&
    (operation?.phase !== 'succeeded' || operation.dryRun === true)
  );
}

function distinct(resources: readonly ResourceRef[]): readonly ResourceRef[] {
  return [...new Map(resources.map(each => [refKey(each), each])).values()];
}
