import { Manifest } from '../manifests/Manifest';

const declaringGroups: Readonly<Record<string, readonly string[]>> = {
  'argoproj.io': ['Application', 'ApplicationSet', 'AppProject'],
  'fluxcd.controlplane.io': ['FluxInstance'],
  'helm.toolkit.fluxcd.io': ['HelmRelease'],
  'kustomize.toolkit.fluxcd.io': ['Kustomization'],
  'source.toolkit.fluxcd.io': [
    'GitRepository',
    'OCIRepository',
    'HelmRepository',
    'HelmChart',
    'Bucket',
  ],
  'image.toolkit.fluxcd.io': [
    'ImageRepository',
    'ImagePolicy',
    'ImageUpdateAutomation',
  ],
};

/**
 * Whether an object tells an engine what to apply, and so is a unit, or part of
 * one, rather than a workload of the unit that holds it.
 */
export function isDeclaringKind(manifest: Manifest): boolean {
  return declaringGroups[manifest.group]?.includes(manifest.kind) ?? false;
}
