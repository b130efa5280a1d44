import { Manifest } from '../manifests/Manifest';
import { Workload } from './declaration';
import { isDeclaringKind } from './declaringKinds';
import { findImages } from './findImages';
import { isResourceSet, objectsOfResourceSet } from './flux/resourceSet';

/** The objects that run something: those that name an image. */
export function workloadsOf(manifests: readonly Manifest[]): Workload[] {
  return manifests.flatMap(manifest => {
    if (isResourceSet(manifest)) {
      return workloadsOf(objectsOfResourceSet(manifest).made);
    }
    if (isDeclaringKind(manifest)) return [];
    const artifacts = findImages(manifest.root);
    if (artifacts.length === 0) return [];
    const { kind, name, namespace, labels, annotations, file } = manifest;
    return [{ kind, name, namespace, labels, annotations, file, artifacts }];
  });
}
