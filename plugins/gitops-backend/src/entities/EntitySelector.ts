import {
  ARGOCD_APP_NAME_ANNOTATION,
  ARGOCD_APP_NAMESPACE_ANNOTATION,
  ARGOCD_APP_SELECTOR_ANNOTATION,
  ARGOCD_INSTANCE_NAME_ANNOTATION,
  ARGOCD_PROJECT_NAME_ANNOTATION,
  FLUX_KUSTOMIZATION_ANNOTATION,
  GITOPS_PATH_ANNOTATION,
  GITOPS_REPOSITORY_ANNOTATION,
  GITOPS_SERVICE_ANNOTATION,
  KUBERNETES_ID_ANNOTATION,
} from '@backstage-gitops/plugin-gitops-common';
import {
  Entity,
  getCompoundEntityRef,
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { z } from 'zod';

/**
 * Which targets an entity asks for. `services` are names its annotation gives,
 * `names` those it goes by where it gives none.
 */
export const entitySelectorSchema = z.object({
  services: z.array(z.string()),
  names: z.array(z.string()),
  applications: z.array(z.string()),
  applicationSelector: z.string().optional(),
  /** Where such Applications are, as further annotations tell. */
  applicationPlace: z
    .object({
      namespace: z.string().optional(),
      instance: z.string().optional(),
      project: z.string().optional(),
    })
    .optional(),
  kustomizations: z.array(z.string()),
  repository: z.string().optional(),
  path: z.string().optional(),
  /** Made by this plugin for want of an entity of the service's own. */
  provided: z.boolean(),
});

export type EntitySelector = z.infer<typeof entitySelectorSchema>;

/** What is kept of an entity. */
export interface KnownEntity {
  readonly ref: string;
  readonly owner: string;
  readonly selector: EntitySelector;
}

/** The location of entities that {@link entitySelectorSchema} calls provided. */
export const providedLocation = 'gitops:services';

/** The annotations that tie an entity of any kind to targets. */
export const identifyingAnnotations = [
  GITOPS_SERVICE_ANNOTATION,
  ARGOCD_APP_NAME_ANNOTATION,
  ARGOCD_APP_SELECTOR_ANNOTATION,
  FLUX_KUSTOMIZATION_ANNOTATION,
  KUBERNETES_ID_ANNOTATION,
] as const;

/**
 * What the entity asks for, or undefined where it is no service: a Component
 * goes by its name, any other kind only by an annotation, because a System or
 * Group often has the name of a service that it isn't.
 */
export function knownEntity(entity: Entity): KnownEntity | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const isComponent = entity.kind.toLocaleLowerCase('en-US') === 'component';
  const isAnnotated = identifyingAnnotations.some(name => annotations[name]);
  if (!isComponent && !isAnnotated) return undefined;
  return {
    ref: stringifyEntityRef(entity),
    owner: ownerOf(entity),
    selector: {
      services: wordsOf(annotations[GITOPS_SERVICE_ANNOTATION]),
      names: [
        ...(isComponent ? [entity.metadata.name] : []),
        ...wordsOf(annotations[KUBERNETES_ID_ANNOTATION]),
      ],
      applications: wordsOf(annotations[ARGOCD_APP_NAME_ANNOTATION]),
      applicationSelector:
        annotations[ARGOCD_APP_SELECTOR_ANNOTATION]?.trim() || undefined,
      applicationPlace: placeOf(annotations),
      kustomizations: wordsOf(annotations[FLUX_KUSTOMIZATION_ANNOTATION]),
      repository:
        annotations[GITOPS_REPOSITORY_ANNOTATION]?.trim() || undefined,
      path: folderOf(annotations[GITOPS_PATH_ANNOTATION]),
      provided:
        annotations['backstage.io/managed-by-origin-location'] ===
        providedLocation,
    },
  };
}

function placeOf(
  annotations: Readonly<Record<string, string>>,
): EntitySelector['applicationPlace'] {
  const [namespace, instance, project] = [
    ARGOCD_APP_NAMESPACE_ANNOTATION,
    ARGOCD_INSTANCE_NAME_ANNOTATION,
    ARGOCD_PROJECT_NAME_ANNOTATION,
  ].map(name => annotations[name]?.trim() || undefined);
  return [namespace, instance, project].some(each => each !== undefined)
    ? { namespace, instance, project }
    : undefined;
}

function wordsOf(annotation: string | undefined): string[] {
  return (annotation ?? '')
    .split(',')
    .map(word => word.trim())
    .filter(word => word !== '');
}

function folderOf(annotation: string | undefined): string | undefined {
  const path = (annotation ?? '').trim().replace(/^(\.?\/)+|\/+$/g, '');
  return path === '' || path === '.' ? undefined : path;
}

function ownerOf(entity: Entity): string {
  const relation = entity.relations?.find(
    ({ type }) => type === RELATION_OWNED_BY,
  );
  if (relation) return relation.targetRef.toLocaleLowerCase('en-US');
  const owner = entity.spec?.owner;
  if (typeof owner !== 'string' || owner.trim() === '') return '';
  try {
    return stringifyEntityRef(
      parseEntityRef(owner, {
        defaultKind: 'group',
        defaultNamespace: getCompoundEntityRef(entity).namespace,
      }),
    );
  } catch {
    // What can't be read as a reference can't own anything either.
    return '';
  }
}
