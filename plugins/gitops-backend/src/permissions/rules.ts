import { RESOURCE_TYPE_GITOPS_TARGET } from '@backstage-gitops/plugin-gitops-common';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { matchesFilter, TargetFilter, TargetResource } from './TargetFilter';

/**
 * Targets, as permission policies know them.
 *
 * @public
 */
export const gitopsTargetResourceRef = createPermissionResourceRef<
  TargetResource,
  TargetFilter
>().with({
  pluginId: 'gitops',
  resourceType: RESOURCE_TYPE_GITOPS_TARGET,
});

/** References are compared in their full, lower-case form. */
function fullRef(ref: string, defaultKind: string): string {
  return stringifyEntityRef(
    parseEntityRef(ref, { defaultKind, defaultNamespace: 'default' }),
  );
}

const ofEntities = (entityRefs: readonly string[]): TargetFilter => ({
  property: 'entity',
  values: entityRefs.map(ref => fullRef(ref, 'component')),
});

const ofOwners = (claims: readonly string[]): TargetFilter => ({
  property: 'owner',
  values: claims.map(claim => fullRef(claim, 'group')),
});

const inEnvironments = (environments: readonly string[]): TargetFilter => ({
  property: 'environment',
  values: environments,
});

const hasEntity = createPermissionRule({
  name: 'HAS_ENTITY',
  description: 'Allow targets that are tied to one of the entities',
  resourceRef: gitopsTargetResourceRef,
  paramsSchema: z.object({
    entityRefs: z
      .array(z.string())
      .describe('References of entities, like component:default/cart'),
  }),
  apply: (target, { entityRefs }) =>
    matchesFilter(target, ofEntities(entityRefs)),
  toQuery: ({ entityRefs }) => ofEntities(entityRefs),
});

const isEntityOwner = createPermissionRule({
  name: 'IS_ENTITY_OWNER',
  description: 'Allow targets that are tied to an entity owned by a claim',
  resourceRef: gitopsTargetResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('References of users and groups, one of which owns the entity'),
  }),
  apply: (target, { claims }) => matchesFilter(target, ofOwners(claims)),
  toQuery: ({ claims }) => ofOwners(claims),
});

const inEnvironment = createPermissionRule({
  name: 'IN_ENVIRONMENT',
  description: 'Allow targets of one of the environments',
  resourceRef: gitopsTargetResourceRef,
  paramsSchema: z.object({
    environments: z.array(z.string()).describe('Names of environments'),
  }),
  apply: (target, { environments }) =>
    matchesFilter(target, inEnvironments(environments)),
  toQuery: ({ environments }) => inEnvironments(environments),
});

export const gitopsTargetRules = { hasEntity, isEntityOwner, inEnvironment };

const conditionExports = createConditionExports({
  resourceRef: gitopsTargetResourceRef,
  rules: gitopsTargetRules,
});

/**
 * The conditions that a permission policy can put on seeing targets.
 *
 * @public
 */
export const gitopsTargetConditions = conditionExports.conditions;

/**
 * Makes the conditional decision of a permission policy, for
 * `gitops.target.read` and other permissions on targets.
 *
 * @public
 */
export const createGitopsTargetConditionalDecision =
  conditionExports.createConditionalDecision;
