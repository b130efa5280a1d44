import { findKind, ServedKind } from '../ServedKind';
import { ObjectStore } from '../store/ObjectStore';
import { ObjectWriter, WriteOptions } from '../store/ObjectWriter';

/** What a controller may do. */
export interface Workbench {
  readonly store: ObjectStore;
  readonly writer: ObjectWriter;
  /** How what it does is signed. */
  options(): WriteOptions;
}

export const kinds = {
  deployment: kind('apps', 'Deployment'),
  replicaSet: kind('apps', 'ReplicaSet'),
  statefulSet: kind('apps', 'StatefulSet'),
  pod: kind('', 'Pod'),
};

function kind(group: string, name: string): ServedKind {
  const found = findKind({ group, version: 'v1', kind: name });
  if (!found) throw new Error(`No kind ${name}`);
  return found;
}
