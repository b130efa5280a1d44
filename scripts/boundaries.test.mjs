import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { root } from './bootstrap.mjs';

/** Checks a small tree of files against the rules of who may import whom. */
function cruise(files) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'boundaries-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      const target = path.join(directory, file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text);
    }
    fs.writeFileSync(path.join(directory, 'tsconfig.json'), '{}');
    fs.mkdirSync(path.join(directory, 'packages'), { recursive: true });
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        path.join(
          root,
          'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
        ),
        '--config',
        path.join(root, '.dependency-cruiser.cjs'),
        'packages',
        'plugins',
      ],
      { cwd: directory, encoding: 'utf8' },
    );
    return { status, stdout };
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

const empty = 'export const nothing = 0;\n';

test('an import along the way of the data is allowed', () => {
  const { status, stdout } = cruise({
    'plugins/gitops-node/src/git/tree.ts': empty,
    'plugins/gitops-node/src/discovery/discover.ts':
      "export * from '../git/tree';\n",
  });
  assert.equal(status, 0, stdout);
});

test('a room that imports one further down is refused', () => {
  const { status, stdout } = cruise({
    'plugins/gitops-node/src/git/tree.ts':
      "export * from '../discovery/discover';\n",
    'plugins/gitops-node/src/discovery/discover.ts': empty,
  });
  assert.notEqual(status, 0);
  assert.match(stdout, /node-git/);
});

test('a frontend that imports the core is refused', () => {
  const { status, stdout } = cruise({
    'plugins/gitops/src/index.ts': "export * from '../../gitops-node/src';\n",
    'plugins/gitops-node/src/index.ts': empty,
  });
  assert.notEqual(status, 0);
  assert.match(stdout, /frontend-knows-common/);
});

test('a process started outside git and render is refused', () => {
  const { status, stdout } = cruise({
    'plugins/gitops-node/src/discovery/discover.ts':
      "import { spawn } from 'node:child_process';\nexport const run = spawn;\n",
  });
  assert.notEqual(status, 0);
  assert.match(stdout, /only-git-runs-git/);
});

test('clusters of tests are known to tests alone', () => {
  const use = "export * from '../../../packages/sandbox/src';\n";
  const files = { 'packages/sandbox/src/index.ts': empty };
  const tests = cruise({
    ...files,
    'plugins/gitops-node/src/cluster.test.ts': use,
    'plugins/gitops-node/dev/bench.ts': use,
  });
  assert.equal(tests.status, 0, tests.stdout);
  const product = cruise({ ...files, 'plugins/gitops-node/src/index.ts': use });
  assert.notEqual(product.status, 0);
  assert.match(product.stdout, /sandbox-is-for-tests/);
});
