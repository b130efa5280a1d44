/**
 * The names under which engines apply what Git declares, for a comparison that
 * isn't told which one does.
 *
 * @public
 */
export const gitopsFieldManagers: readonly string[] = [
  'backstage-gitops',
  'argocd-controller',
  'kustomize-controller',
  'helm-controller',
  'helm',
  'flux',
  'gitops',
  'kubectl',
];
