// `npm test`: installs what it needs, then checks types, lint, formatting and
// who may import whom, and runs the unit, integration and browser tests. Its
// last line counts everything that ran, those before it tell what failed, and
// what passed only when it was run again.

import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bootstrap, root, runOrExplain } from './bootstrap.mjs';
import { findChromium } from './chromium.mjs';
import { failureLines, jestFailures, nodeFailures } from './test/failures.mjs';
import {
  filesThatFailed,
  filesToRepeat,
  unsteadyOnes,
  withSecondRun,
} from './test/secondRun.mjs';

const bin = name => path.join(root, 'node_modules', name);
const backstageCli = bin('@backstage/cli/bin/backstage-cli');

/** Checks of the whole tree; each counts as one test. */
const checks = [
  {
    name: 'types',
    program: bin('typescript/bin/tsc'),
    // The order of members in declarations, and so the API reports, would
    // depend on what was compiled before.
    args: ['-p', root, '--incremental', 'false'],
  },
  { name: 'lint', program: backstageCli, args: ['repo', 'lint'] },
  {
    name: 'boundaries',
    program: bin('dependency-cruiser/bin/dependency-cruise.mjs'),
    args: ['--config', '.dependency-cruiser.cjs', 'packages', 'plugins'],
  },
  {
    // Reads the declarations that the check of the types has written.
    name: 'public API',
    program: bin('@backstage/repo-tools/bin/backstage-repo-tools'),
    args: [
      'api-reports',
      'plugins/*',
      '--ci',
      '--sql-reports',
      '-o',
      'ae-wrong-input-file-type,ae-undocumented',
    ],
  },
  {
    name: 'formatting',
    program: bin('prettier/bin-prettier.js'),
    args: ['--check', '--loglevel', 'warn', '.'],
  },
];

const noTests = { testResults: [] };

const [unit, tooling, browser] = [
  'unit and integration tests',
  'tooling tests',
  'browser tests',
];

await runOrExplain(async () => {
  const { node, env } = bootstrap();
  const totals = noneYet();
  const run = (program, args, extraEnv = {}) =>
    runProgram(node, [program, ...args], { ...env, ...extraEnv });

  for (const check of checks) {
    heading(check.name);
    const code = await run(check.program, check.args);
    count(totals, ended(check.name, code, { passed: code === 0 ? 1 : 0 }));
  }
  heading(unit);
  count(totals, await unitTests(run, env));
  heading(tooling);
  count(totals, await nodeTests(run, tooling, 'scripts/**/*.test.mjs', {}));
  heading(browser);
  count(totals, await browserTests(run));

  for (const reason of totals.skipped) console.log(`skipped: ${reason}`);
  const { failures, unsteady } = totals;
  for (const line of failureLines(unsteady, 'unsteady')) console.log(line);
  for (const line of failureLines(failures)) console.log(line);
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed > 0 ? 1 : 0;
});

/** What jest told of these files, or of all, and how it ended. */
async function runJest(run, env, files = []) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-test-'));
  const report = path.join(directory, 'jest.json');
  const code = await run(
    backstageCli,
    [
      'repo',
      'test',
      '--watchAll=false',
      '--json',
      `--outputFile=${report}`,
      // Tests run real git and databases, and other machines are busier.
      '--testTimeout=300000',
      ...(files.length > 0 ? ['--runTestsByPath', ...files] : []),
    ],
    {
      BACKSTAGE_TEST_DISABLE_DOCKER: '1',
      NODE_OPTIONS: joinOptions(env.NODE_OPTIONS),
    },
  );
  const result = fs.existsSync(report)
    ? JSON.parse(fs.readFileSync(report, 'utf8'))
    : undefined;
  fs.rmSync(directory, { recursive: true });
  return { code, result };
}

/** Runs files on real programs that failed once more. */
async function runJestPatiently(run, env) {
  const first = await runJest(run, env);
  const files = filesToRepeat(filesThatFailed(first.result ?? noTests));
  if (files.length === 0) return { ...first, unsteady: [] };
  heading(`${unit}, once more`);
  const again = await runJest(run, env, files);
  if (again.result === undefined) return { ...first, unsteady: [] };
  const result = withSecondRun(first.result, again.result);
  const [before, after] = [first.result, result].map(each =>
    jestFailures(each, root),
  );
  return { code: again.code, result, unsteady: unsteadyOnes(before, after) };
}

async function unitTests(run, env) {
  const { code, result, unsteady } = await runJestPatiently(run, env);
  const skipped = [];
  if (!env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING) {
    skipped.push(
      'PostgreSQL, the store is tested on SQLite alone: set BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING to a PostgreSQL that tests may create databases in',
    );
  }
  for (const [name, title] of [
    ['gitea', 'Gitea'],
    ['flux', 'Flux'],
    ['argocd', 'Argo CD'],
  ]) {
    if (isBuilt(env, `--${name}`)) continue;
    skipped.push(
      `tests on a real ${title}, none was found: build it with \`yarn envtest --${name}\` (needs Go, takes minutes once)`,
    );
  }
  if (!isBuilt(env)) {
    skipped.push(
      'tests on a real Kubernetes, none was found: build it with `yarn envtest` (needs Go, takes minutes once), or set KUBEBUILDER_ASSETS to a folder with etcd and kube-apiserver',
    );
  }
  if (result === undefined) return ended(unit, code || 1, { skipped });
  const brokenSuites = result.testResults.filter(
    suite => suite.status === 'failed' && suite.assertionResults.length === 0,
  ).length;
  const failed = result.numFailedTests + brokenSuites;
  for (const suite of result.testResults) {
    for (const test of suite.assertionResults) {
      if (test.status === 'pending') skipped.push(test.fullName);
    }
  }
  return ended(unit, code, {
    ...{ passed: result.numPassedTests, failed, skipped },
    ...{ failures: jestFailures(result, root), unsteady },
  });
}

function isBuilt(env, ...what) {
  const script = path.join(root, 'scripts/envtest.mjs');
  const args = [script, '--find', ...what];
  return execFileSync(process.execPath, args, { env }).length > 0;
}

async function browserTests(run) {
  const chromium = findChromium();
  if (!chromium) {
    const reason =
      'browser tests, no Chromium was found: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH';
    return process.env.GITOPS_REQUIRE_BROWSER
      ? { failed: 1, failures: [{ test: browser, error: reason }] }
      : { skipped: [reason] };
  }
  const directory = path.join(root, 'e2e');
  const files = fs
    .readdirSync(directory)
    .filter(file => file.endsWith('.test.mjs'))
    .map(file => path.join(directory, file));
  const test = file =>
    nodeTests(run, browser, file, { CHROMIUM_PATH: chromium });
  const counted = new Map();
  for (const file of files) counted.set(file, await test(file));
  const failed = files.filter(file => counted.get(file).failed > 0);
  for (const file of filesToRepeat(failed, () => true)) {
    heading(`${browser}, once more`);
    const { failures } = counted.get(file);
    const again = await test(file);
    const unsteady = unsteadyOnes(failures, again.failures);
    counted.set(file, { ...again, unsteady });
  }
  const totals = noneYet();
  for (const each of counted.values()) count(totals, each);
  return totals;
}

/** Runs files of Node's own test runner, and reads its closing totals. */
async function nodeTests(run, name, pattern, env) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-test-'));
  const report = path.join(directory, 'report.tap');
  const failures = path.join(directory, 'failures');
  const code = await run(
    '--test',
    [
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${report}`,
      `--test-reporter=${path.join(root, 'scripts/test/failureReporter.mjs')}`,
      `--test-reporter-destination=${failures}`,
      '--test-concurrency=1',
      pattern,
    ],
    env,
  );
  const [tap, failed] = [report, failures].map(file =>
    fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '',
  );
  fs.rmSync(directory, { recursive: true });
  const total = word =>
    Number(new RegExp(`^# ${word} (\\d+)$`, 'm').exec(tap)?.[1] ?? 0);
  const skipped = tap.match(/^ *ok \d+ - .* # SKIP.*$/gm) ?? [];
  return ended(name, code, {
    passed: total('pass'),
    failed: total('fail') + total('cancelled'),
    skipped: skipped.map(line => line.replace(/^ *ok \d+ - /, '')),
    failures: nodeFailures(failed, root),
  });
}

/** What ended badly and counts no failure has failed itself. */
function ended(name, code, counted) {
  const { failed = 0, failures = [] } = counted;
  if (code === 0 || failed > 0) return counted;
  const own = { test: name, error: `it ended with ${code}, see above` };
  return { ...counted, failed: 1, failures: [...failures, own] };
}

function noneYet() {
  return { passed: 0, failed: 0, skipped: [], failures: [], unsteady: [] };
}

function count(totals, counted) {
  for (const [what, more] of Object.entries(counted)) {
    if (Array.isArray(more)) totals[what].push(...more);
    else totals[what] += more;
  }
}

function heading(name) {
  console.log(`\n== ${name}`);
}

/** Two cores are common, and a type checker beside jest wants much memory. */
function joinOptions(options) {
  return [options, '--max-old-space-size=4096'].filter(Boolean).join(' ');
}

function runProgram(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('close', code => resolve(code ?? 1));
  });
}
