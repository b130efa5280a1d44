// The demo's repositories and clusters alone, for `yarn start`: serves them, the
// repositories at the port that app-config.yaml names, until it is stopped.
//
//   node scripts/sandbox.mjs
//
// And changes in the clusters that nobody told Git, in those of `npm run demo`
// too; `plant --help` says which there are:
//
//   node scripts/sandbox.mjs plant scale --cluster staging --namespace payments

import fs from 'node:fs';
import path from 'node:path';
import { bootstrap, root, runOrExplain } from './bootstrap.mjs';
import { kubeconfigFile, worldDirectory } from './demo/directories.mjs';
import { startPlanting, startSandbox } from './demo/sandbox.mjs';
import { stopOnSignals } from './demo/stopping.mjs';

const directory = path.join(root, '.demo');
const kubeconfig = kubeconfigFile(directory);

await runOrExplain(async () => {
  const toolchain = bootstrap();
  const stopping = stopOnSignals();
  const [command, ...args] = process.argv.slice(2);
  if (command === 'plant') return plant(toolchain, args, stopping);
  const sandbox = await startSandbox(toolchain, {
    world: worldDirectory(directory),
    kubeconfig,
    portalUrl: 'http://localhost:7007',
    port: 7010,
    stopping,
  });
  process.stdout.write(`The demo's repositories are at ${sandbox.url}\n`);
  process.stdout.write(`Its clusters are in ${kubeconfig}\n`);
  return sandbox.ended;
});

async function plant(toolchain, args, stopping) {
  const log = `${kubeconfig}-plant.log`;
  const program = startPlanting(toolchain, { kubeconfig, args, log, stopping });
  process.exitCode = await program.ended;
  process.stdout.write(fs.readFileSync(log, 'utf8'));
}
