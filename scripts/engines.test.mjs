import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { root } from './bootstrap.mjs';

const run = (...args) =>
  spawnSync(
    process.execPath,
    [path.join(root, 'scripts/engines.mjs'), ...args],
    { encoding: 'utf8' },
  );

test('the demo on engines refuses what it does not know, and says what it does', () => {
  for (const args of [
    ['--prot', '7'],
    ['stop'],
    ['kill'],
    ['kill', 'a', 'b'],
  ]) {
    const { status, stderr } = run(...args);
    assert.equal(status, 1);
    assert.match(stderr, /npm run demo:engines -- kill NAME/);
  }
});
