import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { HostedForge } from '../forges/HostedForge';

/** Where modules add forges to those of `integrations`. @public */
export interface GitopsForgesExtensionPoint {
  /**
   * Has the proposals to repositories on a host made, followed and read by a
   * forge. A host that GitHub, GitLab or Gitea is configured for is theirs.
   */
  addForge(forge: HostedForge): void;
}

/** @public */
export const gitopsForgesExtensionPoint =
  createExtensionPoint<GitopsForgesExtensionPoint>({
    id: 'gitops.forges',
  });
