// What has failed, in a line each: the end of a long log says why it is red.

import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** A list that is longer says no more, and hides what is above it. */
const linesAtMost = 40;
const lettersAtMost = 500;

/** `<word>: <file> › <test>: <why>` for each, without what is not known. */
export function failureLines(failures, word = 'failed') {
  const lines = failures.slice(0, linesAtMost).map(({ file, test, error }) => {
    const place = [file, test].filter(Boolean).join(' › ');
    return `${word}: ${place}: ${gist(error)}`;
  });
  const left = failures.length - lines.length;
  return left > 0 ? [...lines, `${word}: … and ${left} more`] : lines;
}

/** Of what jest writes with `--json`. */
export function jestFailures({ testResults }, root) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(root, name);
    const failed = assertionResults.filter(test => test.status === 'failed');
    // It could not be run, or failed after its last test.
    if (failed.length === 0 && status === 'failed') {
      return [{ file, error: message }];
    }
    return failed.map(({ ancestorTitles, title, failureMessages }) => ({
      file,
      test: [...ancestorTitles, title].join(' › '),
      error: failureMessages[0] ?? '',
    }));
  });
}

/** Of what the reporter beside this file writes. */
export function nodeFailures(report, root) {
  return (
    report
      .split('\n')
      // After the last one there is nothing, or what was not written whole.
      .slice(0, -1)
      .map(line => JSON.parse(line))
      .map(({ file, test, error }) => ({
        file: path.relative(root, file),
        // A file that could not be run is called by its path.
        test: path.resolve(root, test) === file ? undefined : test,
        error,
      }))
  );
}

/** What it says before it says where in the code, in one line. */
function gist(error) {
  const lines = stripVTControlCharacters(error)
    .split('\n')
    .map(line => line.trim());
  const stack = lines.findIndex(line => line.startsWith('at '));
  const said = (stack > 0 ? lines.slice(0, stack) : lines)
    .filter(Boolean)
    .join(' ');
  return said.length > lettersAtMost
    ? `${said.slice(0, lettersAtMost)}…`
    : said;
}
