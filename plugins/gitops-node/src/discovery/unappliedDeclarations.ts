import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../manifests/Manifest';
import { BranchManifests } from './BranchManifests';
import { DiscoveryContext } from './declaration';
import { manifestPaths } from './findRoots';

/**
 * Objects that tell an engine what to apply, and that nothing of the repository
 * brings to one: no unit, and a gap unless it is told. Those that a kustomization
 * uses are its matter.
 */
export function unappliedDeclarations(
  branch: BranchManifests,
  context: DiscoveryContext,
  known: {
    readonly declares: (manifest: Manifest) => boolean;
    readonly wasRead: (manifest: Manifest) => boolean;
  },
): Diagnostic[] {
  const graph = context.kustomizations(branch.name);
  return manifestPaths(branch)
    .filter(
      file =>
        !context.isCovered(branch.name, file) && graph?.isUsed(file) !== true,
    )
    .flatMap(file => branch.file(file).manifests)
    .filter(manifest => known.declares(manifest) && !known.wasRead(manifest))
    .map(({ kind, namespace, name, file, line }) => {
      const object = namespace === undefined ? name : `${namespace}/${name}`;
      const message = `Nothing in the repository applies the ${kind} ${object} that stands here.`;
      return {
        level: 'info',
        code: 'declaration-unreferenced',
        ...{ message, file, line },
      };
    });
}
