import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../bootstrap.mjs';
import {
  filesThatFailed,
  filesToRepeat,
  isOnRealPrograms,
  unsteadyOnes,
  withSecondRun,
} from './secondRun.mjs';

const suite = (name, ...statuses) => ({
  ...{ name, status: statuses.includes('failed') ? 'failed' : 'passed' },
  assertionResults: statuses.map(status => ({ status })),
});

const inRepository = file => path.join(root, file);

test('tests on real programs are told from others', () => {
  const clusters = inRepository('plugins/gitops-node/src/clusters');

  assert.ok(isOnRealPrograms(path.join(clusters, 'faults.test.ts')));
  assert.ok(isOnRealPrograms(path.join(clusters, 'contract.test.ts')));
  assert.ok(!isOnRealPrograms(path.join(clusters, 'ResourceWatch.test.ts')));
});

test('a few files run once more, but none beside another that failed', () => {
  const isReal = file => file.startsWith('real');

  assert.deepEqual(filesToRepeat(['real a', 'real b'], isReal), [
    'real a',
    'real b',
  ]);
  assert.deepEqual(filesToRepeat(['real a', 'other'], isReal), []);
  const many = ['real a', 'real b', 'real c', 'real d'];
  assert.deepEqual(filesToRepeat(many, isReal), []);
});

test('what ran again counts as it ended then', () => {
  const first = {
    testResults: [suite('a', 'passed', 'failed'), suite('b', 'passed')],
  };
  assert.deepEqual(filesThatFailed(first), ['a']);

  const passed = withSecondRun(first, {
    testResults: [suite('a', 'passed', 'passed')],
  });
  assert.deepEqual([passed.numPassedTests, passed.numFailedTests], [3, 0]);

  const failed = withSecondRun(first, {
    testResults: [suite('a', 'failed', 'failed')],
  });
  assert.deepEqual([failed.numPassedTests, failed.numFailedTests], [1, 2]);
});

test('what failed twice is no unsteady test', () => {
  const failure = (file, name) => ({ file, test: name, error: 'x' });
  const first = [failure('a', 'one'), failure('a', 'two')];

  assert.deepEqual(unsteadyOnes(first, [failure('a', 'two')]), [first[0]]);
});
