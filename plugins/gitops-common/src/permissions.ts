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

/**
 * To see the manifests and field values of a target, declared and live, with
 * secrets masked.
 *
 * @public
 */
export const gitopsManifestReadPermission = createPermission({
  name: 'gitops.manifest.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_GITOPS_TARGET,
});

/**
 * To make a cluster follow Git now: apply a target's unit, and prune it.
 *
 * @public
 */
export const gitopsTargetSyncPermission = createPermission({
  name: 'gitops.target.sync',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_GITOPS_TARGET,
});

/**
 * To keep an engine from applying a target's unit, and to let it again.
 *
 * @public
 */
export const gitopsTargetSuspendPermission = createPermission({
  name: 'gitops.target.suspend',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_GITOPS_TARGET,
});

/**
 * To propose a change of a target as a pull request: a promotion, a rollback,
 * accepted drift.
 *
 * @public
 */
export const gitopsProposalCreatePermission = createPermission({
  name: 'gitops.proposal.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_GITOPS_TARGET,
});

/** To make a new config repository on a forge. @public */
export const gitopsRepositoryCreatePermission = createPermission({
  name: 'gitops.repository.create',
  attributes: { action: 'create' },
});

/** Every permission of the GitOps plugin. @public */
export const gitopsPermissions = [
  gitopsTargetReadPermission,
  gitopsManifestReadPermission,
  gitopsTargetSyncPermission,
  gitopsTargetSuspendPermission,
  gitopsProposalCreatePermission,
  gitopsRepositoryCreatePermission,
];
