import path from 'node:path';
import { BootstrapError, root } from '../bootstrap.mjs';
import { choosePort } from './ports.mjs';
import { lastLines, startProgram } from './program.mjs';

/** Runs TypeScript of this workspace as it is, without a build. */
export const typescript = [
  '--enable-source-maps',
  '--require',
  path.join(root, 'node_modules/@backstage/cli-node/config/nodeTransform.cjs'),
];

/** As app-config.yaml has it. */
const hookSecret = 'demo-webhook-secret';

/**
 * Starts the forge over the demo's world, and its clusters; `end` fixes the
 * world's last day. `portalUrl` is whom the forge tells of pushes.
 */
export async function startSandbox(
  { node, env },
  { world, kubeconfig, portalUrl, port: wanted, insist = false, end, stopping },
) {
  const port = await choosePort({ wanted, insist });
  const program = startProgram({
    file: node,
    args: [
      ...typescript,
      path.join(root, 'packages/sandbox/src/main.ts'),
      '--directory',
      world,
      '--port',
      String(port),
      '--stop-with-parent',
      ...['--hook', `${portalUrl}/api/events/http/github`],
      ...['--hook-secret', hookSecret],
      ...['--kubeconfig', kubeconfig],
      ...(end ? ['--end', end] : []),
    ],
    options: { env, cwd: root },
    log: `${world}.log`,
    stopping,
  });
  const line = await program.firstLine();
  if (line === undefined) {
    throw new BootstrapError(
      `The demo's repositories could not be made:\n${lastLines(
        program.log,
      )}\nRemove ${path.dirname(world)} and run this again.`,
    );
  }
  return { url: JSON.parse(line).url, ended: program.ended };
}

/**
 * Starts the forge over repositories that Flux and Argo CD deploy, and these on
 * clusters of their own; `programs` is a folder with helm and kustomize.
 */
export async function startEngineWorld(
  { node, env },
  { world, kubeconfig, programs, portalUrl, port: wanted, end, stopping },
) {
  const port = await choosePort({ wanted });
  const program = startProgram({
    file: node,
    args: [
      ...typescript,
      path.join(root, 'packages/sandbox/src/engines/main.ts'),
      ...['--directory', world, '--port', String(port)],
      ...['--kubeconfig', kubeconfig, '--programs', programs],
      ...['--hook', `${portalUrl}/api/events/http/github`],
      ...['--hook-secret', hookSecret],
      ...(end ? ['--end', end] : []),
      '--stop-with-parent',
    ],
    options: { env, cwd: root },
    log: `${world}.log`,
    stopping,
  });
  const line = await program.firstLine();
  if (line === undefined) {
    throw new BootstrapError(
      `The engines could not be started:\n${lastLines(program.log)}`,
    );
  }
  return { ...JSON.parse(line), ended: program.ended };
}

/**
 * Does to the clusters what nobody told Git: without arguments what the demo
 * shows, once the engine has applied it. The lines it prints go to `log`.
 */
export function startPlanting(
  { node, env },
  { kubeconfig, args = [], log, stopping },
) {
  return startProgram({
    file: node,
    args: [
      ...typescript,
      path.join(root, 'packages/sandbox/src/plant.ts'),
      ...['--kubeconfig', kubeconfig],
      ...args,
    ],
    options: { env, cwd: root },
    log,
    stopping,
  });
}
