/**
 * The service of the entity, when it isn't the entity's name. Several may be
 * given, separated by commas.
 *
 * @public
 */
export const GITOPS_SERVICE_ANNOTATION = 'gitops/service';

/**
 * Narrows the entity to targets of one repository, by its configured id.
 *
 * @public
 */
export const GITOPS_REPOSITORY_ANNOTATION = 'gitops/repository';

/**
 * Narrows the entity to targets at or below a path of the repository.
 *
 * @public
 */
export const GITOPS_PATH_ANNOTATION = 'gitops/path';

/** Understood as the name of an Argo CD Application. @public */
export const ARGOCD_APP_NAME_ANNOTATION = 'argocd/app-name';

/** Understood as a label selector over Argo CD Applications. @public */
export const ARGOCD_APP_SELECTOR_ANNOTATION = 'argocd/app-selector';

/** Narrows such Applications to a namespace. @public */
export const ARGOCD_APP_NAMESPACE_ANNOTATION = 'argocd/app-namespace';

/** Narrows them to an instance of Argo CD, by its configured name. @public */
export const ARGOCD_INSTANCE_NAME_ANNOTATION = 'argocd/instance-name';

/** Narrows them to a project of Argo CD. @public */
export const ARGOCD_PROJECT_NAME_ANNOTATION = 'argocd/project-name';

/** Understood as another name of the service. @public */
export const KUBERNETES_ID_ANNOTATION = 'backstage.io/kubernetes-id';

/** Understood as the name of a Flux Kustomization. @public */
export const FLUX_KUSTOMIZATION_ANNOTATION = 'kustomize.toolkit.fluxcd.io/name';
