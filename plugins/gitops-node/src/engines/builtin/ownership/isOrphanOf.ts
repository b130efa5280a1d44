import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../../manifests/Resource';
import { textsAt } from '../readField';
import { ApplySet, applySetOf } from './ApplySet';
import { markKeys, unitMarkKeys } from './markKeys';
import { marksOf } from './marksOf';
import { hasController } from './OwnerChain';

/** Run at moments of a release and not declared to stay. */
const hookAnnotations = ['helm.sh/hook', 'argocd.argoproj.io/hook'];

/** Made from a Service of the same name, with its labels and no owner. */
const copiedKinds = ['Endpoints', 'EndpointSlice'];

/**
 * Whether an object that no unit declares was applied for this one, as its
 * marks tell.
 */
export function isOrphanOf(
  unit: Unit,
  applySet: ApplySet,
  object: Resource,
): boolean {
  const keys = unitMarkKeys(unit, applySet);
  const own = orphanKeys(object).filter(key => keys.includes(key));
  return applySetOf(object) === applySet.id
    ? applySet.owns(object)
    : own.length > 0;
}

/**
 * The marks of an object that may make it an orphan. What a controller made
 * goes with its owner, whatever labels it was given.
 */
export function orphanKeys(object: Resource): readonly string[] {
  const annotations = textsAt(object, 'metadata', 'annotations');
  const isHook = hookAnnotations.some(key => annotations[key] !== undefined);
  const isMade = hasController(object) || copiedKinds.includes(object.kind);
  return isHook || isMade ? [] : marksOf(object).flatMap(markKeys);
}
