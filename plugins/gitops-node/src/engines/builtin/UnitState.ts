import { ResourceType } from '../../clusters/ClusterClient';
import { Resource, ResourceRef } from '../../manifests/Resource';
import { DesiredUnit } from '../Engine';
import { ApplySetParent } from './ownership/ApplySet';

/** An object as a unit declares it, with its namespace resolved. @public */
export interface DeclaredObject {
  readonly ref: ResourceRef;
  readonly resource: Resource;
  /** Absent where the cluster serves no such kind. */
  readonly type?: ResourceType;
  /** Why it can neither be compared nor applied, where it can't. */
  readonly problem?: string;
  readonly origin: DesiredUnit['resources'][number]['origin'];
}

/** What a unit declares and what is live of it, at one moment. @public */
export interface UnitState {
  readonly desired: DesiredUnit;
  readonly declared: readonly DeclaredObject[];
  /** By refKey; of what is declared. */
  readonly live: ReadonlyMap<string, Resource>;
  /** Carry a mark of the unit, and aren't declared. */
  readonly orphans: readonly Resource[];
  /** By refKey: why an object can't be read, such as a denied permission. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Why orphans of a group and kind can't be looked for. */
  readonly unsearched: ReadonlyMap<string, string>;
  /** Autoscalers that are live where the unit's workloads are. */
  readonly autoscalers: readonly Resource[];
  /** Absent where the unit was never applied by this engine. */
  readonly parent?: ApplySetParent;
  /** refKeys of what this engine has applied; absent where that isn't known. */
  readonly applied?: ReadonlySet<string>;
}

/** Those of which the cluster can tell a schema. */
export function servedKinds(declared: readonly DeclaredObject[]): Resource[] {
  return declared.flatMap(({ type, resource }) =>
    type === undefined ? [] : resource,
  );
}
