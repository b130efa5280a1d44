import path from 'node:path';
import { root } from '../bootstrap.mjs';

/** Where a demo keeps everything that it makes; ignored by Git. */
export const demoDirectory = path.join(root, '.demo');

/** The forge's repositories, below the demo's folder. */
export const worldDirectory = directory => path.join(directory, 'world');

/** What the portal keeps between starts: mirrors of the repositories. */
export const portalDirectory = directory => path.join(directory, 'portal');
