// `gitops`: the core on the command line. Standard output is the result alone.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { bootstrap, root, runOrExplain } from './bootstrap.mjs';

await runOrExplain(async () => {
  const { node, env } = bootstrap();
  const child = spawn(
    node,
    [path.join(root, 'packages/cli/bin/gitops'), ...process.argv.slice(2)],
    // npm and Yarn run a script in the root; paths are meant as the person typed them.
    { cwd: env.INIT_CWD ?? process.cwd(), env, stdio: 'inherit' },
  );
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => child.kill(signal));
  }
  process.exitCode = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve(code ?? 1));
  });
});
