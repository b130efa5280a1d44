import { createApiRef } from '@backstage/frontend-plugin-api';
import type { GitopsApi } from '@backstage-gitops/plugin-gitops-common';

/**
 * What the GitOps backend serves, for the pages and for anyone who replaces
 * the client.
 *
 * @public
 */
export const gitopsApiRef = createApiRef<GitopsApi>().with({
  id: 'plugin.gitops.client',
  pluginId: 'gitops',
});
