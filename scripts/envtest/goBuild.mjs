// Builds Go programs into a folder, whole or not at all, once even where
// several ask at the same time.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { BootstrapError } from '../bootstrap.mjs';

/** The first Go that builds them. */
const minimumGo = [1, 26];
const lockPollMilliseconds = 500;

/** Builds those programs that a folder doesn't have yet. */
export async function buildAll(programs, folder) {
  fs.mkdirSync(folder, { recursive: true });
  for (const program of programs) {
    const target = path.join(folder, program.name);
    if (fs.existsSync(target)) continue;
    requireGo(program.module);
    say(`Building ${program.name} (minutes the first time)`);
    const began = Date.now();
    await build(program, target);
    say(
      `Built ${program.name} in ${Math.round((Date.now() - began) / 1000)} s`,
    );
  }
}

/** Copies folders of a module's source, as the module proxy has it. */
export function copyFromModule({ name, module, parts }, folder) {
  requireGo(module);
  const { stdout, status, stderr } = spawnSync(
    'go',
    ['mod', 'download', '-json', name],
    { cwd: module, encoding: 'utf8', env: goEnvironment() },
  );
  if (status !== 0) {
    throw new BootstrapError(
      `${name} could not be fetched: ${lastLine(
        stderr,
      )}\nCheck the module proxy that Go is set to (go env GOPROXY), and run this again.`,
    );
  }
  const source = JSON.parse(stdout).Dir;
  for (const [from, to] of Object.entries(parts)) {
    fs.cpSync(path.join(source, from), path.join(folder, to), {
      recursive: true,
    });
  }
}

/** Two at once would compile everything twice: the second waits for the first. */
export async function withLock(folder, work) {
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

async function build(program, target) {
  const { name, source, module, flags = '-s -w', tags = '' } = program;
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
      const end = errors.trim().split('\n').slice(-8).join('\n');
      throw new BootstrapError(
        `${name} could not be built:\n${end}\nCheck the module proxy that Go is set to (go env GOPROXY), and run this again.`,
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

function requireGo(module) {
  const wanted = minimumGo.join('.');
  const remedy = `Install Go ${wanted} or newer (https://go.dev/dl; Debian's is too old) and run this again, or set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver and kube-controller-manager.`;
  const result = spawnSync('go', ['env', 'GOVERSION'], {
    cwd: module,
    encoding: 'utf8',
    env: goEnvironment(),
  });
  if (result.error) throw new BootstrapError(`Go was not found. ${remedy}`);
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(result.stdout) ?? [];
  if (result.status !== 0 || major === undefined) {
    throw new BootstrapError(
      `Go does not work here (${lastLine(result.stderr)}). ${remedy}`,
    );
  }
  const isOld =
    Number(major) < minimumGo[0] ||
    (Number(major) === minimumGo[0] && Number(minor) < minimumGo[1]);
  if (isOld) {
    throw new BootstrapError(`${result.stdout.trim()} is too old. ${remedy}`);
  }
}

function lastLine(text) {
  return text.trim().split('\n').pop();
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
