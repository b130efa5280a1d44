import {
  ArgoCdEngine,
  readArgoCdInstances,
  readDriftConfig,
} from '@backstage-gitops/plugin-gitops-node';
import { Config } from '@backstage/config';

/** How instances of Argo CD are reached; tests set other limits. */
export type OpenArgoCd = (config: Config) => ArgoCdEngine;

/**
 * The instances of `gitops.engines.argocd`, and those that other plugins were
 * told of.
 */
export const openConfiguredArgoCd: OpenArgoCd = config =>
  new ArgoCdEngine({
    ...readDriftConfig(config),
    instances: readArgoCdInstances(config),
  });
