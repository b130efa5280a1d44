import { existsSync, promises as fs } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startDemoClusters } from './clusters/demoClusters';
import { writeKubeconfig } from './clusters/kubeconfig';
import { startForge } from './forge/ForgeServer';
import { findRepositories, ServedRepository } from './forge/ServedRepository';
import { runGit } from './git/runGit';
import type { CheckPace } from './forge/checks/PullRequestChecks';
import { createWorld, midnight } from './world/createWorld';
import { forgeAccounts, mainProtection } from './world/forgeAccounts';

const usage = `sandbox --directory DIR [--port N] [--end DATE] [--serve NAME=PATH]... [--without-world]
        [--hook URL --hook-secret SECRET] [--checks N] [--kubeconfig FILE]
        [--stop-with-parent]

  --directory         where the world's repositories are kept
  --port              the forge's port; 0, the default, picks a free one
  --end               the day after the world's last (default: today)
  --serve             also serve the repository at PATH as local/NAME
  --without-world     serve no other repositories
  --hook              where the forge tells of pushes and pull requests
  --hook-secret       what it signs that with
  --checks            how long the check of a pull request takes, in
                      milliseconds (default: 4000)
  --kubeconfig        also serve the demo's clusters, and say in FILE how to
                      reach them
  --stop-with-parent  end when standard input does

Prints one line of JSON when it is ready: { "url": … }`;

/** Which world a directory holds; another format or day makes it anew. */
interface Stamp {
  readonly format: number;
  readonly end: string;
}

const format = 3;

async function main() {
  const { values } = parseArgs({
    options: {
      directory: { type: 'string' },
      port: { type: 'string', default: '0' },
      end: { type: 'string' },
      serve: { type: 'string', multiple: true, default: [] },
      hook: { type: 'string' },
      'hook-secret': { type: 'string' },
      checks: { type: 'string', default: '4000' },
      kubeconfig: { type: 'string' },
      'without-world': { type: 'boolean', default: false },
      'stop-with-parent': { type: 'boolean', default: false },
    },
  });
  if (!values.directory) throw new Error(usage);
  const repositories = await Promise.all(values.serve.map(localRepository));
  if (!values['without-world']) {
    const end = midnight(values.end ? new Date(values.end) : new Date());
    await ensureWorld(values.directory, end);
    repositories.push(...(await findRepositories(values.directory)));
  }
  const { hook, 'hook-secret': secret } = values;
  const forge = await startForge({
    ...{ repositories, port: Number(values.port) },
    ...(!values['without-world'] && {
      directory: values.directory,
      accounts: forgeAccounts(),
      protection: mainProtection,
    }),
    checks: readPace(values.checks),
    hooks: hook ? [{ url: hook, secret, events: ['*'] }] : [],
  });
  const clusters = values.kubeconfig ? await startDemoClusters() : [];
  if (values.kubeconfig) await writeKubeconfig(values.kubeconfig, clusters);
  process.stdout.write(`${JSON.stringify({ url: forge.url })}\n`);

  const stop = () => {
    const ended = [forge.close(), ...clusters.map(cluster => cluster.stop())];
    Promise.allSettled(ended).then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (values['stop-with-parent']) process.stdin.on('end', stop).resume();
}

async function ensureWorld(directory: string, end: Date) {
  const stampFile = `${directory}.json`;
  const wanted: Stamp = { format, end: end.toISOString() };
  const text = JSON.stringify(wanted);
  const current = existsSync(directory)
    ? await fs.readFile(stampFile, 'utf8').catch(() => '')
    : '';
  if (current === text) return;
  await fs.mkdir(path.dirname(directory), { recursive: true });
  await createWorld(directory, end);
  await fs.writeFile(stampFile, text);
}

function readPace(value: string): CheckPace {
  const milliseconds = Number(value);
  if (Number.isInteger(milliseconds) && milliseconds >= 0) {
    return { type: 'after', milliseconds };
  }
  throw new Error(`--checks takes milliseconds, not ${value}`);
}

async function localRepository(value: string): Promise<ServedRepository> {
  const [, name, directory] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (name === undefined) throw new Error(`--serve NAME=PATH, not ${value}`);
  const gitDirectory = await runGit([
    '-C',
    path.resolve(directory),
    'rev-parse',
    '--absolute-git-dir',
  ]);
  return { owner: 'local', name, gitDirectory: gitDirectory.trim() };
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
