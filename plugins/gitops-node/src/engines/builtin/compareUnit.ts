import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit } from '../Engine';
import { BuiltinEngineOptions } from './BuiltinEngineOptions';
import { builtinParts } from './BuiltinParts';
import { assignTargets } from './observe/assignTargets';
import { orphanStatus } from './observe/resourceStatus';
import { readUnitState } from './readUnitState';
import { refKey } from './resourceRef';
import { servedKinds } from './UnitState';

/** A resource compared, and the targets of the unit that it belongs to. @public */
export interface ComparedResource {
  readonly drift: ResourceDrift;
  readonly targets: readonly string[];
}

/**
 * How what is live of a unit differs from what it declares, read once and not
 * watched. Of what is declared no longer it finds what this engine applied.
 * Rejects where the cluster is away.
 *
 * @public
 */
export async function compareUnit(
  desired: DesiredUnit,
  options: BuiltinEngineOptions,
  signal?: AbortSignal,
): Promise<readonly ComparedResource[]> {
  const { client, namespaces, schemas, comparison, unitSync } =
    builtinParts(options);
  const applySet = unitSync.applySetOf(desired);
  const read = { client, applySet, namespaces, signal };
  const state = await readUnitState(desired, read);
  await schemas.load(servedKinds(state.declared), signal);
  const { drift } = await comparison.compare(state, applySet, signal);
  const declared = new Map(
    state.declared.map(each => [refKey(each.ref), each.resource]),
  );
  return [
    ...[...drift].map(([key, found]) => {
      const resource = declared.get(key);
      const targets = resource && assignTargets(resource, desired.targets);
      return { drift: found, targets: targets ?? [] };
    }),
    ...state.orphans.map(orphan => {
      const { isKept: _, ...found } = orphanStatus(orphan, state);
      return { drift: found, targets: assignTargets(orphan, desired.targets) };
    }),
  ];
}
