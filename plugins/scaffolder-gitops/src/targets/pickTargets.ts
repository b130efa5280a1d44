import { InputError, NotFoundError } from '@backstage/errors';
import { quoted } from './quoted';
import { InitiatorApi } from '../api/InitiatorApi';
import { readTargets, SelectedTarget } from './readTargets';
import { TargetSelection } from './TargetSelection';

/** An environment of a service, and one of its clusters where that matters. */
export interface Place {
  readonly environment: string;
  readonly cluster?: string;
}

/** The targets of the selected service in a place, at least one. */
export async function readTargetsIn(
  api: InitiatorApi,
  selection: TargetSelection & Place,
): Promise<readonly SelectedTarget[]> {
  return targetsIn(await readTargets(api, selection), selection);
}

/** The targets in a place, at least one. */
export function targetsIn(
  targets: readonly SelectedTarget[],
  { environment, cluster }: Place,
): readonly SelectedTarget[] {
  const inEnvironment = targets.filter(
    target => target.environment === environment,
  );
  if (inEnvironment.length === 0) {
    throw new NotFoundError(
      `${quoted(targets[0].service)} has no target in ${quoted(
        environment,
      )} that you may see; it has some in ${names(targets, 'environment')}`,
    );
  }
  const found = inEnvironment.filter(
    target => cluster === undefined || target.cluster === cluster,
  );
  if (found.length === 0) {
    throw new NotFoundError(
      `${quoted(targets[0].service)} has no target in ${quoted(
        environment,
      )} on ${quoted(cluster ?? '')}; it runs on ${names(
        inEnvironment,
        'cluster',
      )}`,
    );
  }
  return found;
}

/**
 * The one target of a place. Where it has several that declare the same, any
 * of them stands for all.
 */
export function likeTargetIn(
  targets: readonly SelectedTarget[],
  place: Place,
  clusterInput: string,
): SelectedTarget {
  const [first, ...others] = targetsIn(targets, place);
  const declared = declares(first);
  if (others.some(target => declares(target) !== declared)) {
    throw new InputError(
      `${quoted(
        place.environment,
      )} does not declare the same everywhere: say which of ${names(
        [first, ...others],
        'cluster',
      )} with \`${clusterInput}\``,
    );
  }
  return first;
}

/** The one target of a place, which nothing else may stand for. */
export function onlyTargetIn(
  targets: readonly SelectedTarget[],
  place: Place,
): SelectedTarget {
  const [first, ...others] = targetsIn(targets, place);
  if (others.length > 0) {
    throw new InputError(
      `${quoted(first.service)} has ${others.length + 1} targets in ${quoted(
        place.environment,
      )}, on ${names(
        [first, ...others],
        'cluster',
      )}: say which with \`cluster\` or \`namespace\``,
    );
  }
  return first;
}

function declares({ artifacts }: SelectedTarget): string {
  return JSON.stringify(
    artifacts
      .map(({ kind, name, version, digest }) => [kind, name, version, digest])
      .sort(),
  );
}

function names(
  targets: readonly SelectedTarget[],
  property: 'environment' | 'cluster',
): string {
  const found = targets.map(target => target[property] ?? 'no named cluster');
  return [...new Set(found)].sort().map(quoted).join(', ');
}
