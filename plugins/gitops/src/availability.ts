import type { Entity } from '@backstage/catalog-model';
import {
  FilterPredicate,
  filterPredicateToFilterFunction,
  parseFilterPredicate,
} from '@backstage/filter-predicates';
import {
  ARGOCD_APP_NAME_ANNOTATION,
  ARGOCD_APP_SELECTOR_ANNOTATION,
  FLUX_KUSTOMIZATION_ANNOTATION,
  GITOPS_PATH_ANNOTATION,
  GITOPS_REPOSITORY_ANNOTATION,
  GITOPS_SERVICE_ANNOTATION,
  KUBERNETES_ID_ANNOTATION,
} from '@backstage-gitops/plugin-gitops-common';

const annotations = [
  GITOPS_SERVICE_ANNOTATION,
  GITOPS_REPOSITORY_ANNOTATION,
  GITOPS_PATH_ANNOTATION,
  ARGOCD_APP_NAME_ANNOTATION,
  ARGOCD_APP_SELECTOR_ANNOTATION,
  KUBERNETES_ID_ANNOTATION,
  FLUX_KUSTOMIZATION_ANNOTATION,
];

/** Types of components that nobody deploys. */
const neverDeployed = ['library', 'documentation', 'template'];

/**
 * The entities that show what they declare to run: any that an annotation ties
 * to its declarations, and components by their name alone, because that is how
 * most are found. Components of a type that nobody deploys stay quiet.
 */
export const gitopsAvailablePredicate: FilterPredicate = parseFilterPredicate({
  $any: [
    ...annotations.map(annotation => ({
      [`metadata.annotations.${annotation}`]: { $exists: true },
    })),
    {
      $all: [
        { kind: 'component' },
        { $not: { 'spec.type': { $in: neverDeployed } } },
      ],
    },
  ],
});

const matches = filterPredicateToFilterFunction<Entity>(
  gitopsAvailablePredicate,
);

/**
 * Whether an entity can have deployments: it carries one of the annotations
 * `gitops/service`, `gitops/repository`, `gitops/path`, `argocd/app-name`,
 * `argocd/app-selector`, `backstage.io/kubernetes-id` or
 * `kustomize.toolkit.fluxcd.io/name`, or it is a component of a type that is
 * deployed, which is found by its name.
 *
 * @public
 */
export function isGitopsAvailable(entity: Entity): boolean {
  return matches(entity);
}
