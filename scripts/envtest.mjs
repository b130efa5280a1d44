// `yarn envtest`: builds the API server, the controllers and the store that
// tests run against, from their Go modules, once, into a cache outside the
// tree. Standard output is the folder they are in. With --find it builds
// nothing, and prints nothing where they are absent. With --gitea it builds a
// forge instead. Plain Node without dependencies: continuous integration calls
// it before there are any.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BootstrapError, root, runOrExplain } from './bootstrap.mjs';

const modules = path.join(root, 'packages/envtest/go');
const kubernetes = path.join(modules, 'kubernetes');
const etcd = path.join(modules, 'etcd');
const gitea = path.join(modules, 'gitea');

/** The first Go that builds them. */
const minimumGo = [1, 25];
const lockPollMilliseconds = 500;

await runOrExplain(async () => {
  const unknown = process.argv
    .slice(2)
    .filter(word => word !== '--find' && word !== '--gitea');
  if (unknown.length > 0) {
    throw new BootstrapError(
      `envtest takes --find, --gitea or nothing, not ${unknown.join(' ')}.`,
    );
  }
  if (process.argv.includes('--gitea')) {
    const forge = await provideGitea();
    if (forge !== undefined) process.stdout.write(`${forge}\n`);
    return;
  }
  const programs = listPrograms();
  const folder = chooseFolder();
  const named = process.env.KUBEBUILDER_ASSETS;
  const absent = () =>
    programs
      // A folder for envtest, such as setup-envtest makes, has no controllers.
      .filter(({ name }) => !named || name !== 'kube-controller-manager')
      .map(({ name }) => name)
      .filter(name => !fs.existsSync(path.join(folder, name)));

  if (absent().length > 0) {
    if (process.argv.includes('--find')) return;
    if (named) {
      throw new BootstrapError(
        `KUBEBUILDER_ASSETS names ${folder}, which lacks ${absent().join(
          ', ',
        )}. Unset it to have them built.`,
      );
    }
    await withLock(folder, async () => {
      if (absent().length > 0) await buildAll(programs, folder);
    });
  }
  process.stdout.write(`${folder}\n`);
});

/** Gitea, with the texts and templates that it reads beside itself. */
async function provideGitea() {
  const version = versionIn(gitea, 'code.gitea.io/gitea');
  const folder = path.join(cacheFolder(), `gitea-${version}`);
  const program = {
    name: 'gitea',
    source: 'code.gitea.io/gitea',
    module: gitea,
    flags: `-s -w -X main.Version=${version.slice(1)}`,
    tags: 'sqlite,sqlite_unlock_notify',
    cgo: true,
  };
  if (fs.existsSync(path.join(folder, program.name))) return folder;
  if (process.argv.includes('--find')) return undefined;
  await withLock(folder, async () => {
    if (fs.existsSync(path.join(folder, program.name))) return;
    requireGo();
    fs.mkdirSync(folder, { recursive: true });
    copyFromModule('code.gitea.io/gitea', gitea, folder);
    await buildAll([program], folder);
  });
  return folder;
}

function copyFromModule(name, module, folder) {
  const { stdout, status, stderr } = spawnSync(
    'go',
    ['mod', 'download', '-json', name],
    { cwd: module, encoding: 'utf8', env: goEnvironment() },
  );
  if (status !== 0) {
    throw new BootstrapError(
      `${name} could not be fetched: ${stderr
        .trim()
        .split('\n')
        .pop()}\nCheck the module proxy that Go is set to (go env GOPROXY), and run this again.`,
    );
  }
  const source = JSON.parse(stdout).Dir;
  for (const part of ['options', 'templates']) {
    fs.cpSync(path.join(source, part), path.join(folder, part), {
      recursive: true,
    });
  }
}

function listPrograms() {
  const flags = `-s -w ${stampFlags(
    versionIn(kubernetes, 'k8s.io/kubernetes'),
  )}`;
  return [
    {
      name: 'etcd',
      source: 'go.etcd.io/etcd/server/v3',
      module: etcd,
      flags: '-s -w',
    },
    ...['kube-apiserver', 'kube-controller-manager'].map(name => ({
      name,
      source: `k8s.io/kubernetes/cmd/${name}`,
      module: kubernetes,
      flags,
    })),
  ];
}

/** Charts refuse a server that cannot tell its version. */
function stampFlags(version) {
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(version) ?? [];
  const facts = {
    gitVersion: version,
    gitMajor: major,
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: '0'.repeat(40),
    buildDate: '1970-01-01T00:00:00Z',
  };
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
    .flatMap(place =>
      Object.entries(facts).map(
        ([name, fact]) => `-X ${place}.${name}=${fact}`,
      ),
    )
    .join(' ');
}

function versionIn(module, required) {
  const text = fs.readFileSync(path.join(module, 'go.mod'), 'utf8');
  const line = text
    .split('\n')
    .map(words => words.trim().split(/\s+/))
    .map(words => (words[0] === 'require' ? words.slice(1) : words))
    .find(([name, version]) => name === required && /^v\d/.test(version ?? ''));
  if (!line) throw new Error(`${module}/go.mod does not require ${required}`);
  return line[1];
}

function chooseFolder() {
  const named = process.env.KUBEBUILDER_ASSETS;
  if (named) return path.resolve(named);
  const versions = [
    versionIn(kubernetes, 'k8s.io/kubernetes'),
    `etcd-${versionIn(etcd, 'go.etcd.io/etcd/server/v3')}`,
  ];
  return path.join(cacheFolder(), versions.join('-'));
}

function cacheFolder() {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  return path.join(cache, 'backstage-gitops/envtest');
}

async function buildAll(programs, folder) {
  requireGo();
  fs.mkdirSync(folder, { recursive: true });
  for (const program of programs) {
    const target = path.join(folder, program.name);
    if (fs.existsSync(target)) continue;
    say(`Building ${program.name} (minutes the first time)`);
    const began = Date.now();
    await build(program, target);
    say(
      `Built ${program.name} in ${Math.round((Date.now() - began) / 1000)} s`,
    );
  }
}

async function build(program, target) {
  const { name, source, module, flags, tags = '' } = program;
  // What is in the folder is always whole: it gets its name when it is done.
  const partial = `${target}.${process.pid}.partial`;
  const args = ['build', '-p', '2', '-trimpath', '-tags', tags];
  args.push('-ldflags', flags);
  try {
    const { code, errors } = await run('go', [...args, '-o', partial, source], {
      cwd: module,
      env: goEnvironment(program),
    });
    if (code !== 0) {
      throw new BootstrapError(
        `${name} could not be built:\n${errors
          .trim()
          .split('\n')
          .slice(-8)
          .join(
            '\n',
          )}\nCheck the module proxy that Go is set to (go env GOPROXY), and run this again.`,
      );
    }
    fs.renameSync(partial, target);
  } finally {
    fs.rmSync(partial, { force: true });
  }
}

/** Gitea's database is written in C, which needs gcc. */
function goEnvironment({ cgo = false } = {}) {
  return { ...process.env, CGO_ENABLED: cgo ? '1' : '0', GOWORK: 'off' };
}

function requireGo() {
  const wanted = minimumGo.join('.');
  const remedy = `Install Go ${wanted} or newer (https://go.dev/dl; Debian's is too old) and run this again, or set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver and kube-controller-manager.`;
  const result = spawnSync('go', ['env', 'GOVERSION'], {
    cwd: kubernetes,
    encoding: 'utf8',
    env: goEnvironment(),
  });
  if (result.error) throw new BootstrapError(`Go was not found. ${remedy}`);
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(result.stdout) ?? [];
  if (result.status !== 0 || major === undefined) {
    throw new BootstrapError(
      `Go does not work here (${result.stderr
        .trim()
        .split('\n')
        .pop()}). ${remedy}`,
    );
  }
  const isOld =
    Number(major) < minimumGo[0] ||
    (Number(major) === minimumGo[0] && Number(minor) < minimumGo[1]);
  if (isOld) {
    throw new BootstrapError(
      `${result.stdout.trim()} is too old for Kubernetes. ${remedy}`,
    );
  }
}

function run(program, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', text => {
      errors = `${errors}${text}`.slice(-64 * 1024);
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code: code ?? 1, errors }));
  });
}

/** Two at once would compile everything twice: the second waits for the first. */
async function withLock(folder, work) {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const lock = `${folder}.lock`;
  let told = false;
  while (!take(lock)) {
    if (!told) say('Another process is building them: waiting for it');
    told = true;
    await delay(lockPollMilliseconds);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function take(lock) {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isHolderDead(lock)) fs.rmSync(lock, { force: true });
  return false;
}

function isHolderDead(lock) {
  try {
    const holder = Number(fs.readFileSync(lock, 'utf8'));
    // It may have been created and not yet written.
    if (!(holder > 0)) return false;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}
