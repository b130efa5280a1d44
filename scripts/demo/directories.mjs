import path from 'node:path';
import { root } from '../bootstrap.mjs';

/** Where a demo keeps everything that it makes; ignored by Git. */
export const demoDirectory = path.join(root, '.demo');

/** The forge's repositories, below the demo's folder. */
export const worldDirectory = directory => path.join(directory, 'world');

/**
 * A portal's configuration, log and mirrors. Each port has its own, so that two
 * demos can run side by side.
 */
export const portalDirectory = (directory, port) =>
  path.join(directory, `portal-${port}`);

/** How to reach the demo's clusters, as kubectl takes it. */
export const kubeconfigFile = directory => path.join(directory, 'kubeconfig');
