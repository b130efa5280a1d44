import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { root } from './bootstrap.mjs';

const names = ['etcd', 'kube-apiserver', 'kube-controller-manager'];

/** A `go` that writes what it was asked to build into the file it was told. */
const workingGo = `#!/bin/sh
if [ "$1" = env ]; then echo go1.26.1; exit 0; fi
while [ $# -gt 1 ]; do
  if [ "$1" = -o ]; then target=$2; fi
  if [ "$1" = -ldflags ]; then flags=$2; fi
  shift
done
echo "$1" >> "$GO_CALLS"
printf '%s %s' "$1" "$flags" > "$target"
`;

/** A machine of its own: a cache, and a PATH with nothing but this `go`. */
function machine(t, go) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'envtest-'));
  t.after(() => fs.rmSync(directory, { recursive: true }));
  const bin = path.join(directory, 'bin');
  fs.mkdirSync(bin);
  if (go) fs.writeFileSync(path.join(bin, 'go'), go, { mode: 0o755 });
  const calls = path.join(directory, 'calls');
  const env = {
    PATH: bin,
    XDG_CACHE_HOME: path.join(directory, 'cache'),
    GO_CALLS: calls,
  };
  return {
    directory,
    run: (args = [], more = {}) => run(args, { ...env, ...more }),
    calls: () =>
      fs.existsSync(calls)
        ? fs.readFileSync(calls, 'utf8').trim().split('\n')
        : [],
  };
}

function run(args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [path.join(root, 'scripts/envtest.mjs'), ...args],
      { env, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const answer = { out: '', errors: '' };
    child.stdout.on('data', text => (answer.out += text));
    child.stderr.on('data', text => (answer.errors += text));
    child.on('error', reject);
    child.on('close', code => resolve({ code, ...answer }));
  });
}

test('it builds once and prints the folder', async t => {
  const { run: envtest, calls } = machine(t, workingGo);

  const first = await envtest();
  const second = await envtest();

  assert.equal(first.code, 0, first.errors);
  assert.equal(second.out, first.out);
  assert.equal(calls().length, names.length);
  assert.deepEqual(fs.readdirSync(first.out.trim()).sort(), names);
});

test('the API server is stamped with the version that go.mod requires', async t => {
  const { run: envtest } = machine(t, workingGo);
  const folder = (await envtest()).out.trim();

  const [, version] = /\/(v1\.\d+\.\d+)-etcd-/.exec(folder);
  assert.match(
    fs.readFileSync(path.join(folder, 'kube-apiserver'), 'utf8'),
    new RegExp(`-X k8s.io/component-base/version.gitVersion=${version} `),
  );
});

test('of two at once only one builds', async t => {
  const { run: envtest, calls } = machine(t, workingGo);

  const answers = await Promise.all([envtest(), envtest()]);

  assert.deepEqual(
    answers.map(({ code }) => code),
    [0, 0],
  );
  assert.equal(calls().length, names.length);
});

test('the lock of a process that died is taken over', async t => {
  const { run: envtest } = machine(t, workingGo);
  const folder = (await envtest()).out.trim();
  fs.rmSync(folder, { recursive: true });
  const dead = spawn(process.execPath, ['-e', '']);
  await new Promise(resolve => dead.on('close', resolve));
  fs.writeFileSync(`${folder}.lock`, String(dead.pid));

  const { code, errors } = await envtest();

  assert.equal(code, 0, errors);
});

test('a machine without Go is told what to do', async t => {
  const { run: envtest } = machine(t);

  const { code, out, errors } = await envtest();

  assert.equal(code, 1);
  assert.equal(out, '');
  assert.match(errors, /^Go was not found\. Install Go 1\.26 or newer/);
  assert.match(errors, /KUBEBUILDER_ASSETS/);
});

test('a Go that is too old is named', async t => {
  const { run: envtest } = machine(t, '#!/bin/sh\necho go1.19.8\n');

  const { code, errors } = await envtest();

  assert.equal(code, 1);
  assert.match(errors, /^go1\.19\.8 is too old/);
});

test('a build that fails leaves nothing that looks whole', async t => {
  const { run: envtest } = machine(
    t,
    `#!/bin/sh
if [ "$1" = env ]; then echo go1.26.1; exit 0; fi
echo 'dial tcp: no such host' >&2
exit 1
`,
  );

  const { code, errors } = await envtest();

  assert.equal(code, 1);
  assert.match(errors, /etcd could not be built:\ndial tcp: no such host/);
  assert.equal((await envtest(['--find'])).out, '');
});

test('--find builds nothing and finds what KUBEBUILDER_ASSETS names', async t => {
  const { directory, run: envtest, calls } = machine(t, workingGo);
  for (const name of ['etcd', 'kube-apiserver']) {
    fs.writeFileSync(path.join(directory, name), '');
  }

  const absent = await envtest(['--find']);
  const found = await envtest(['--find'], { KUBEBUILDER_ASSETS: directory });

  assert.deepEqual([absent.code, absent.out], [0, '']);
  assert.equal(found.out, `${directory}\n`);
  assert.deepEqual(calls(), []);
});

test('programs that KUBEBUILDER_ASSETS lacks are named', async t => {
  const { directory, run: envtest } = machine(t, workingGo);
  fs.writeFileSync(path.join(directory, 'etcd'), '');

  const { code, errors } = await envtest([], { KUBEBUILDER_ASSETS: directory });

  assert.equal(code, 1);
  assert.match(errors, /lacks kube-apiserver\./);
});
