// Tests on real programs depend on what those programs do meanwhile. A few
// files that failed run once more; what passes only then is told as unsteady.

import fs from 'node:fs';

/** Where more has failed the machine or the change is at fault, not a moment. */
const filesAtMost = 3;

/** `describeWithKubernetes`, `describeWithEngines`, … */
const onRealPrograms = /\bdescribeWith[A-Z]/;

/** Whether a file of tests starts real clusters, engines, forges or policies. */
export function isOnRealPrograms(file) {
  return onRealPrograms.test(fs.readFileSync(file, 'utf8'));
}

/** Which of the files that failed run once more: all of them, or none. */
export function filesToRepeat(failed, mayRepeat = isOnRealPrograms) {
  return failed.length <= filesAtMost && failed.every(mayRepeat) ? failed : [];
}

/** By what jest writes with `--json`. */
export function filesThatFailed({ testResults }) {
  return testResults
    .filter(({ status }) => status === 'failed')
    .map(({ name }) => name);
}

/** What jest told first, but of files that ran again what it told then. */
export function withSecondRun(first, second) {
  const again = new Map(second.testResults.map(each => [each.name, each]));
  const testResults = first.testResults.map(
    each => again.get(each.name) ?? each,
  );
  const tests = testResults.flatMap(each => each.assertionResults);
  const count = status => tests.filter(test => test.status === status).length;
  return {
    testResults,
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
  };
}

/** Failures of a first run that a second one has not seen again. */
export function unsteadyOnes(first, second) {
  const keyOf = ({ file, test }) => JSON.stringify([file, test]);
  const again = new Set(second.map(keyOf));
  return first.filter(failure => !again.has(keyOf(failure)));
}
