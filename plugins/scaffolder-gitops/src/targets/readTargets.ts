import { Artifact } from '@backstage-gitops/plugin-gitops-common';
import { InputError, NotFoundError } from '@backstage/errors';
import { InitiatorApi } from '../api/InitiatorApi';
import { quoted } from './quoted';
import { TargetSelection } from './TargetSelection';

/** A target as far as an action must know it. */
export interface SelectedTarget {
  readonly id: string;
  readonly service: string;
  readonly environment: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly repository: string;
  readonly artifacts: readonly Artifact[];
}

/** The most that one page may hold. */
const pageSize = 200;

/**
 * Every target of the selected service that the person may see, in all its
 * environments. They are of one service and one repository, as those of a
 * proposal must be; where more are selected the person is asked to say which.
 */
export async function readTargets(
  api: InitiatorApi,
  selection: TargetSelection,
): Promise<readonly SelectedTarget[]> {
  const { repository, service, namespace } = selection;
  const found = (await readSelected(api, selection)).filter(
    target =>
      (repository === undefined || target.repository === repository) &&
      (service === undefined || target.service === service) &&
      (namespace === undefined || target.namespace === namespace),
  );
  if (found.length === 0) {
    throw new NotFoundError(
      `No target of ${subject(selection)} that you may see`,
    );
  }
  requireOne('service', distinct(found, 'service'), selection);
  requireOne('repository', distinct(found, 'repository'), selection);
  return found;
}

async function readSelected(
  api: InitiatorApi,
  { entityRef, service, repository }: TargetSelection,
): Promise<readonly SelectedTarget[]> {
  if (entityRef !== undefined) {
    const answer = await api.call(
      `Reading the targets of ${quoted(entityRef)}`,
      (gitops, options) => gitops.entityTargets(entityRef, options),
    );
    return answer.targets;
  }
  if (service === undefined) {
    throw new InputError('Give `entityRef`, or `service`');
  }
  return readFleet(api, { service, repository });
}

async function readFleet(
  api: InitiatorApi,
  filter: { readonly service: string; readonly repository?: string },
): Promise<readonly SelectedTarget[]> {
  const found: SelectedTarget[] = [];
  let cursor: string | undefined;
  do {
    const after = cursor;
    const page = await api.call(
      `Reading the targets of ${quoted(filter.service)}`,
      (gitops, options) =>
        gitops.fleet({ ...filter, limit: pageSize, cursor: after }, options),
    );
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

function subject({ entityRef, service, repository }: TargetSelection): string {
  const what = [entityRef, service].flatMap(name => name ?? []).map(quoted);
  const where = repository === undefined ? '' : ` in ${quoted(repository)}`;
  return `${what.join(', ')}${where}`;
}

function requireOne(
  input: 'service' | 'repository',
  names: readonly string[],
  selection: TargetSelection,
): void {
  if (names.length < 2) return;
  throw new InputError(
    `${subject(selection)} has targets of ${names
      .map(quoted)
      .join(', ')}: say which with \`${input}\``,
  );
}

function distinct(
  targets: readonly SelectedTarget[],
  property: 'service' | 'repository',
): string[] {
  return [...new Set(targets.map(target => target[property]))].sort();
}
