// The demo's repositories alone, for `yarn start`: serves them at the port that
// app-config.yaml names until it is stopped.

import path from 'node:path';
import { bootstrap, root, runOrExplain } from './bootstrap.mjs';
import { worldDirectory } from './demo/directories.mjs';
import { startSandbox } from './demo/sandbox.mjs';
import { stopOnSignals } from './demo/stopping.mjs';

await runOrExplain(async () => {
  const toolchain = bootstrap();
  const stopping = stopOnSignals();
  const sandbox = await startSandbox(toolchain, {
    world: worldDirectory(path.join(root, '.demo')),
    port: 7010,
    stopping,
  });
  process.stdout.write(`The demo's repositories are at ${sandbox.url}\n`);
  await sandbox.ended;
});
