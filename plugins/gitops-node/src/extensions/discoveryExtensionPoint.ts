import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { FileRule } from '../discovery/rules/FileRule';

/** Where modules add rules in code to those of repositories. @public */
export interface GitopsDiscoveryExtensionPoint {
  /**
   * Has files of every repository read by a rule. Its name is told where it
   * fails, and no other rule in code may have it.
   */
  addRule(rule: FileRule): void;
}

/** @public */
export const gitopsDiscoveryExtensionPoint =
  createExtensionPoint<GitopsDiscoveryExtensionPoint>({
    id: 'gitops.discovery',
  });
