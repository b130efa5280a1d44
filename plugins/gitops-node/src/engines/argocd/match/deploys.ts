import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { ArgoCdApplication } from '../read/ArgoCdApplication';
import { normalPath } from '../read/readApplication';
import { ArgoCdWatchOptions } from '../watch/ArgoCdWatchOptions';
import { isDestination } from './destinationCluster';

export interface MatchOptions {
  readonly isSourceOf: ArgoCdWatchOptions['isSourceOf'];
  /** Our name of the cluster it deploys to; `undefined` where none is known. */
  readonly clusterOf: (application: ArgoCdApplication) => string | undefined;
}

export function isOnCluster(
  { cluster }: Unit,
  application: ArgoCdApplication,
  options: MatchOptions,
): boolean {
  const deployed = options.clusterOf(application);
  return (
    cluster === undefined ||
    deployed === undefined ||
    deployed === cluster ||
    isDestination(application, cluster)
  );
}

/**
 * A unit whose manifests lie elsewhere has the path of the folder that declares
 * it: what deploys that folder is not the unit, but brings its Application.
 */
export function isDeclaredWithinPath({
  kind,
  path,
  declaredBy,
}: Unit): boolean {
  const folder = normalPath(path);
  return (
    kind === 'Application' &&
    (folder === '' || declaredBy.file.startsWith(`${folder}/`))
  );
}

export function deploys(
  unit: Unit,
  { sources }: ArgoCdApplication,
  options: MatchOptions,
): boolean {
  const path = normalPath(unit.path);
  return sources.some(
    source =>
      source.isReference !== true &&
      source.path === path &&
      isSource(unit, source, options),
  );
}

function isSource(
  unit: Unit,
  { url, chart, targetRevision }: ArgoCdApplication['sources'][number],
  { isSourceOf }: MatchOptions,
): boolean {
  if (chart !== undefined) return false;
  const isBranch = targetRevision !== undefined && targetRevision !== 'HEAD';
  const branch = targetRevision?.replace(/^refs\/heads\//, '');
  return isSourceOf(unit, { url, ...(isBranch && { branch }) });
}

/** The source that declares the unit: by path, else by repository, else the first. */
export function sourceOf(
  unit: Unit,
  { sources }: ArgoCdApplication,
  options: MatchOptions,
): number {
  const path = normalPath(unit.path);
  const own = sources.map(source => isSource(unit, source, options));
  const exact = sources.findIndex(
    (source, place) => own[place] && source.path === path,
  );
  return Math.max(0, exact >= 0 ? exact : own.indexOf(true));
}

/** The same path on two clusters, or to two namespaces, is deployed twice. */
export function isSamePlace(one: ArgoCdApplication, other: ArgoCdApplication) {
  const key = ({ destination, instance }: ArgoCdApplication) =>
    JSON.stringify([
      instance,
      destination.name ?? destination.server,
      destination.namespace,
    ]);
  return key(one) === key(other);
}
