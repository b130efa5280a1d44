// Brings everything that the portal, the command line and the tests need:
// a supported Node, the workspace's packages and their native modules. Plain
// Node without dependencies, because it runs before there are any.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '..',
);

const supportedNodeMajor = 22;
const minimumNodeMajor = 20;
const toolchain = path.join(root, '.toolchain');
const yarnProgram = path.join(root, '.yarn/releases/yarn-4.13.0.cjs');
const stampFile = path.join(root, 'node_modules/.bootstrap-stamp');

/** A failure that the person can mend; its message says how. */
export class BootstrapError extends Error {}

/**
 * Makes sure of Node, packages and native modules. Does nothing, and needs no
 * network, when they are there.
 *
 * Returns the path of the Node to use and the environment for programs that
 * are started with it. Writes one line a step to standard error. Throws a
 * {@link BootstrapError} with the reason and the remedy.
 */
export function bootstrap() {
  requireHostTools();
  const { node, headers } = ensureNode();
  const env = environmentFor(node, headers);
  ensurePackages(node, env);
  return { node, env };
}

/** Runs `main`, and turns a {@link BootstrapError} into one line and exit 1. */
export async function runOrExplain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof BootstrapError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

function say(line) {
  process.stderr.write(`${line}\n`);
}

function requireHostTools() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < minimumNodeMajor) {
    throw new BootstrapError(
      `Node ${process.versions.node} is too old. Install Node ${supportedNodeMajor}, or at least ${minimumNodeMajor}, and run this again.`,
    );
  }
  if (!works('git', ['--version'])) {
    throw new BootstrapError(
      'git was not found. Install it (Debian: apt-get install git) and run this again.',
    );
  }
}

function works(command, args, options = {}) {
  const result = spawnSync(command, args, { stdio: 'ignore', ...options });
  return result.error === undefined && result.status === 0;
}

// npm is a batch file on Windows, which only a shell can start.
const npmOptions = { encoding: 'utf8', shell: process.platform === 'win32' };

function npmConfig(key) {
  try {
    const value = execFileSync('npm', ['config', 'get', key], {
      ...npmOptions,
      stdio: ['ignore', 'pipe', 'ignore'],
      cwd: root,
    }).trim();
    return value === 'null' || value === 'undefined' ? '' : value;
  } catch (error) {
    throw new BootstrapError(
      `npm could not be asked for its setting "${key}" (${error.message}). Install npm and run this again.`,
    );
  }
}

/** The Node to run everything with, and where its headers are. */
function ensureNode() {
  const major = Number(process.versions.node.split('.')[0]);
  const prefix = path.resolve(path.dirname(process.execPath), '..');
  if (major === supportedNodeMajor) {
    return { node: process.execPath, headers: headersIn(prefix) };
  }
  const packageName = nodePackageName();
  const directory = path.join(toolchain, 'node_modules', packageName);
  const node = path.join(
    directory,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!works(node, ['--version'])) {
    say(
      `Node ${process.versions.node} is not one that Backstage supports: installing Node ${supportedNodeMajor} into .toolchain`,
    );
    installNode(packageName);
    if (!works(node, ['--version'])) {
      throw new BootstrapError(
        `npm's package ${packageName} did not bring a Node that runs here. Install Node ${supportedNodeMajor} yourself and run this again.`,
      );
    }
  }
  return { node, headers: headersIn(directory) };
}

/** npm's package with the Node program and headers for this platform. */
function nodePackageName() {
  const { platform, arch } = process;
  if (platform === 'win32') return `node-win-${arch}`;
  const prefix =
    platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  return `${prefix}-${platform}-${arch}`;
}

function installNode(packageName) {
  fs.mkdirSync(toolchain, { recursive: true });
  fs.writeFileSync(
    path.join(toolchain, 'package.json'),
    '{ "private": true }\n',
  );
  const result = spawnSync(
    'npm',
    [
      'install',
      '--no-save',
      '--no-audit',
      '--no-fund',
      '--no-package-lock',
      '--ignore-scripts',
      '--loglevel=error',
      `${packageName}@${supportedNodeMajor}`,
    ],
    { ...npmOptions, cwd: toolchain, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (result.status !== 0) {
    throw new BootstrapError(
      `Node ${supportedNodeMajor} could not be installed from npm (${lastLine(
        result.stderr,
      )}). Check the registry that npm is set to, or install Node ${supportedNodeMajor} yourself, and run this again.`,
    );
  }
}

function headersIn(prefix) {
  return fs.existsSync(path.join(prefix, 'include/node/node.h'))
    ? prefix
    : undefined;
}

function environmentFor(node, headers) {
  const env = { ...process.env };
  // npm hands its own settings down; another Node's headers would break builds.
  for (const name of Object.keys(env)) {
    if (/^npm_(config_)?(nodedir|node_execpath)$/i.test(name)) delete env[name];
  }
  env.PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`;
  if (headers) env.npm_config_nodedir = headers;
  return env;
}

function ensurePackages(node, env) {
  const stamp = packagesStamp(node);
  const installed = fs.existsSync(stampFile)
    ? fs.readFileSync(stampFile, 'utf8')
    : undefined;
  if (installed === stamp) return;

  say('Installing packages (a few minutes the first time)');
  const result = runYarn(node, env, ['install', '--immutable']);
  if (result.status !== 0 && !fs.existsSync(nativeModuleDirectory())) {
    throw installFailure(result);
  }
  ensureNativeModule(node, env, result);
  if (result.status !== 0) throw installFailure(result);
  fs.writeFileSync(stampFile, stamp);
}

/** Changes whenever an install could bring something else. */
function packagesStamp(node) {
  const hash = createHash('sha256');
  hash.update(execFileSync(node, ['--version']));
  hash.update(`${process.platform} ${process.arch}`);
  for (const file of [
    'package.json',
    'yarn.lock',
    '.yarnrc.yml',
    ...workspaceManifests(),
  ]) {
    hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

function workspaceManifests() {
  return ['packages', 'plugins'].flatMap(folder =>
    fs
      .readdirSync(path.join(root, folder))
      .map(name => path.join(folder, name, 'package.json'))
      .filter(file => fs.existsSync(path.join(root, file)))
      .sort(),
  );
}

function runYarn(node, env, args) {
  const registry = npmConfig('registry');
  const certificates = npmConfig('cafile');
  return spawnSync(node, [yarnProgram, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...env,
      YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ''),
      ...(certificates && { YARN_HTTPS_CA_FILE_PATH: certificates }),
      ...(registry.startsWith('http:') && {
        YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname,
      }),
    },
  });
}

function nativeModuleDirectory() {
  return path.join(root, 'node_modules/better-sqlite3');
}

/** better-sqlite3 is compiled where its prebuilt file can't be had. */
function ensureNativeModule(node, env, install) {
  const loads = () =>
    works(node, ['-e', "new (require('better-sqlite3'))(':memory:').close()"], {
      cwd: root,
      env,
    });
  if (loads()) return;
  const absent = ['python3', 'make', 'g++'].filter(
    tool => !works(tool, ['--version']),
  );
  if (absent.length > 0) {
    throw new BootstrapError(
      `better-sqlite3 has no prebuilt file that could be had for this Node, and cannot be compiled: ${absent.join(
        ', ',
      )} not found. Install python3, make and g++ (Debian: apt-get install python3 make g++) and run this again.`,
    );
  }
  say('Compiling better-sqlite3 for this Node');
  const rebuild = runYarn(node, env, ['rebuild', 'better-sqlite3']);
  if (!loads()) {
    throw installFailure(rebuild.status === 0 ? install : rebuild);
  }
}

function installFailure(result) {
  const errors = `${result.stdout}\n${result.stderr}`
    .split('\n')
    .filter(line => /YN\d+: .*(error|fail|couldn't|can't)|Error:/i.test(line))
    .slice(-5);
  return new BootstrapError(
    [
      'The packages could not be installed:',
      ...(errors.length > 0 ? errors : [lastLine(result.stdout)]),
      'Check the network and the registry that npm is set to (npm config get registry), and run this again.',
    ].join('\n'),
  );
}

function lastLine(text) {
  return (text ?? '').trim().split('\n').pop() ?? '';
}
