/**
 * Labels and annotations by which engines and the server mark an object as
 * theirs. Where Git doesn't declare them, nobody is to be told of them.
 */
const marks: ReadonlySet<string> = new Set([
  'app.kubernetes.io/instance',
  'app.kubernetes.io/managed-by',
  'argocd.argoproj.io/tracking-id',
  'argocd.argoproj.io/installation-id',
  'kubectl.kubernetes.io/last-applied-configuration',
  'kustomize.toolkit.fluxcd.io/name',
  'kustomize.toolkit.fluxcd.io/namespace',
  'kustomize.toolkit.fluxcd.io/checksum',
  'helm.toolkit.fluxcd.io/name',
  'helm.toolkit.fluxcd.io/namespace',
  'meta.helm.sh/release-name',
  'meta.helm.sh/release-namespace',
  'gitops/unit',
  'gitops/revision',
  'gitops/content',
]);

export function isMark(key: string): boolean {
  return marks.has(key) || key.startsWith('applyset.kubernetes.io/');
}

/** Fields of `metadata` that are the server's, and those that are identity. */
export const serverMetadata: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'name',
  'namespace',
  'generateName',
]);
