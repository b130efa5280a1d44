import { Manifest } from '../manifests/Manifest';
import { Workload } from './declaration';
import { isDeclaringKind } from './declaringKinds';
import { findImages } from './findImages';

/** The objects that run something: those that name an image. */
export function workloadsOf(manifests: readonly Manifest[]): Workload[] {
  return manifests.flatMap(manifest => {
    if (isDeclaringKind(manifest)) return [];
    const artifacts = findImages(manifest.root);
    if (artifacts.length === 0) return [];
    const { kind, name, namespace, labels, annotations, file } = manifest;
    return [{ kind, name, namespace, labels, annotations, file, artifacts }];
  });
}
