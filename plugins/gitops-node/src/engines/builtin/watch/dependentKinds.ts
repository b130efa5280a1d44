import { groupKindOf } from '../resourceRef';

/** Pods and what may stand between them and what is declared. */
export const dependentTypes = [
  { group: '', kind: 'Pod' },
  { group: 'apps', kind: 'ReplicaSet' },
  { group: 'batch', kind: 'Job' },
] as const;

export const dependentKinds: ReadonlySet<string> = new Set(
  dependentTypes.map(groupKindOf),
);
