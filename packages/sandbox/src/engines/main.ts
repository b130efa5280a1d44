import { promises as fs } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startForge } from '../forge/ForgeServer';
import { findRepositories } from '../forge/ServedRepository';
import { CommitGraph } from '../history/commitGraph';
import { writeRepository } from '../history/writeRepository';
import { midnight } from '../world/createWorld';
import { forgeAccounts, mainProtection } from '../world/forgeAccounts';
import { composeEngineWorld } from './composeEngineWorld';
import { EngineWorld, writeEngineKubeconfig } from './EngineWorld';
import { startPartControl } from './partControl';

const usage = `engines --directory DIR --port N --kubeconfig FILE --programs DIR
        [--end DATE] [--hook URL --hook-secret SECRET] [--checks N]
        [--stop-with-parent]

  --directory    where the repositories are written, anew at each start
  --port         the forge's port, which the repositories name
  --kubeconfig   where to say how to reach the clusters
  --programs     a folder with helm and kustomize, for Argo CD

The others are those of the sandbox. Prints one line of JSON when everything
runs: { "url", "control", "argoCd": { "url", "username", "password" } }`;

async function main() {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string' },
      port: { type: 'string' },
      kubeconfig: { type: 'string' },
      programs: { type: 'string' },
      end: { type: 'string' },
      hook: { type: 'string' },
      'hook-secret': { type: 'string' },
      checks: { type: 'string', default: '2000' },
      'stop-with-parent': { type: 'boolean', default: false },
    },
  });
  const { directory, port, kubeconfig, programs, hook, checks } = values;
  if (!directory || !port || !kubeconfig || !programs) throw new Error(usage);
  const stopping = stopOnSignals(values['stop-with-parent']);
  const end = midnight(values.end ? new Date(values.end) : new Date());
  const repositories = composeEngineWorld(`http://localhost:${port}`, end);
  await writeRepositories(directory, repositories);
  const forge = await startForge({
    ...{ repositories: await findRepositories(directory), directory },
    ...{ port: Number(port), accounts: forgeAccounts() },
    protection: mainProtection,
    checks: { type: 'after', milliseconds: Number(checks) },
    hooks: hook
      ? [{ url: hook, secret: values['hook-secret'], events: ['*'] }]
      : [],
  });
  stopping.push(() => forge.close());
  const world = await EngineWorld.start({ programs, repositories });
  stopping.push(() => world.stop());
  const control = await startPartControl(world.parts);
  stopping.push(() => control.close());
  await writeEngineKubeconfig(kubeconfig, world.clusters);
  const { url, accounts } = world.argoCd;
  const { username, password } = accounts;
  const argoCd = { url, username, password };
  const places = { url: forge.url, control: control.url, argoCd };
  process.stdout.write(`${JSON.stringify(places)}\n`);
}

/** What to undo at the end, newest first. */
function stopOnSignals(withParent: boolean): (() => Promise<void>)[] {
  const stopping: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of stopping.splice(0).toReversed()) await step();
    process.exit();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (withParent) process.stdin.on('end', stop).resume();
  return stopping;
}

/** Engines have forgotten what they applied: so do the repositories. */
async function writeRepositories(
  directory: string,
  graphs: ReadonlyMap<string, CommitGraph>,
): Promise<void> {
  await fs.rm(directory, { recursive: true, force: true });
  for (const [name, graph] of graphs) {
    const repository = path.join(directory, `${name}.git`);
    await fs.mkdir(path.dirname(repository), { recursive: true });
    await writeRepository(repository, graph);
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
