import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { BootstrapError, root } from '../bootstrap.mjs';
import { demoDirectory } from './directories.mjs';
import { lastLines } from './program.mjs';

const app = path.join(root, 'packages/app');
const builtPage = path.join(app, 'dist/index.html.tmpl');
const stampFile = path.join(demoDirectory, 'frontend.json');

/** Everything that the browser's half of the portal is made of. */
const sources = [
  'package.json',
  'yarn.lock',
  'packages/app/package.json',
  'packages/app/public',
  'packages/app/src',
  'plugins/gitops/package.json',
  'plugins/gitops/src',
  'plugins/gitops-common/package.json',
  'plugins/gitops-common/src',
];

/** Builds the portal's pages unless they are built from these very sources. */
export async function ensureFrontend({ node, env }, { say, stopping }) {
  const stamp = JSON.stringify({ sources: digest() });
  const built = fs.existsSync(builtPage) && fs.existsSync(stampFile);
  if (built && fs.readFileSync(stampFile, 'utf8') === stamp) return;

  say('Building the portal (once, until its sources change)');
  fs.mkdirSync(demoDirectory, { recursive: true });
  fs.rmSync(stampFile, { force: true });
  const log = path.join(demoDirectory, 'frontend.log');
  const code = await build(node, env, log, stopping);
  if (stopping.signal.aborted) return;
  if (code !== 0 || !fs.existsSync(builtPage)) {
    throw new BootstrapError(
      `The portal could not be built:\n${lastLines(
        log,
        30,
      )}\nAll of it is in ${log}.`,
    );
  }
  fs.writeFileSync(stampFile, stamp);
}

function build(node, env, log, stopping) {
  const output = fs.openSync(log, 'w');
  const child = spawn(
    node,
    [
      path.join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      ...['package', 'build', '--config', path.join(root, 'app-config.yaml')],
    ],
    { cwd: app, env, stdio: ['ignore', output, output] },
  );
  stopping.add(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => fs.closeSync(output));
}

function digest() {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesOf(path.join(root, source))) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash.update(`\0${path.relative(root, file)}\0`);
      hash.update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function filesOf(place) {
  if (!fs.existsSync(place)) return [];
  if (fs.statSync(place).isFile()) return [place];
  return fs
    .readdirSync(place)
    .sort()
    .flatMap(name => filesOf(path.join(place, name)));
}
