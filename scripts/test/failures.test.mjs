import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../bootstrap.mjs';
import { failureLines, jestFailures, nodeFailures } from './failures.mjs';

/** A folder with these files, and what a program writes there to a report. */
function reportOf(t, { files, args }) {
  // By the name that programs are told.
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'failures-'));
  const folder = fs.realpathSync(made);
  t.after(() => fs.rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    fs.writeFileSync(path.join(folder, name), text);
  }
  const report = path.join(folder, 'report');
  // Else a test runner below a test runner runs nothing.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status } = spawnSync(process.execPath, args(folder, report), {
    ...{ cwd: folder, env, stdio: 'ignore' },
  });
  assert.equal(status, 1);
  return { folder, text: fs.readFileSync(report, 'utf8') };
}

test('what failed in jest is told by file, test and reason', t => {
  const { folder, text } = reportOf(t, {
    files: {
      'sum.test.js': `
        describe('a sum', () => {
          it('is right', () => expect(1 + 1).toBe(2));
          it('is wrong', () => expect(1 + 1).toBe(3));
        });`,
      'absent.test.js': "require('./nowhere');",
    },
    args: (rootDir, report) => [
      path.join(root, 'node_modules/jest/bin/jest.js'),
      ...['--config', JSON.stringify({ rootDir, transform: {} })],
      ...['--json', `--outputFile=${report}`],
    ],
  });

  const lines = failureLines(jestFailures(JSON.parse(text), folder)).sort();

  assert.equal(lines.length, 2);
  assert.match(lines[0], /^failed: absent\.test\.js: .*Cannot find module/);
  assert.equal(
    lines[1],
    'failed: sum.test.js › a sum › is wrong: Error: expect(received).toBe(expected) // Object.is equality Expected: 3 Received: 2',
  );
});

test('what failed in Node’s test runner is told once', t => {
  const { folder, text } = reportOf(t, {
    files: {
      'a.test.mjs': `
        import assert from 'node:assert/strict';
        import { before, describe, test } from 'node:test';
        describe('a sum', () => {
          test('is right', () => assert.equal(1 + 1, 2));
          test('is wrong', () => assert.equal(1 + 1, 3));
        });
        describe('a portal', () => {
          before(() => { throw new Error('It did not start\\n    at nowhere'); });
          test('answers', () => {});
        });`,
      'b.test.mjs': "import './nowhere.mjs';",
    },
    args: (_, report) => [
      '--test',
      `--test-reporter=${path.join(root, 'scripts/test/failureReporter.mjs')}`,
      `--test-reporter-destination=${report}`,
    ],
  });

  assert.deepEqual(failureLines(nodeFailures(text, folder)), [
    'failed: a.test.mjs › is wrong: Expected values to be strictly equal: 2 !== 3',
    'failed: a.test.mjs › a portal: It did not start',
    'failed: b.test.mjs: test failed',
  ]);
});

test('a reason is cut where it is long, and so is the list', () => {
  const failures = Array.from({ length: 50 }, () => ({
    ...{ test: 'types', error: 'x'.repeat(10_000) },
  }));

  const lines = failureLines(failures);

  assert.equal(lines.at(-1), 'failed: … and 10 more');
  assert.ok(lines.join('\n').length < 25_000);
});
