import { createPermission } from '@backstage/plugin-permission-common';

/** The resource type of a target. @public */
export const RESOURCE_TYPE_GITOPS_TARGET = 'gitops-target';

/**
 * To see a target: what it declares, its history and its health.
 *
 * @public
 */
export const gitopsTargetReadPermission = createPermission({
  name: 'gitops.target.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_GITOPS_TARGET,
});

/** Every permission of the GitOps plugin. @public */
export const gitopsPermissions = [gitopsTargetReadPermission];
