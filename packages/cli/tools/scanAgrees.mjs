// Checks on a real repository that the line scanner, which history is read
// with, finds what a full parse finds: every YAML file that 1,000 commits
// spread over the whole history changed is read both ways.
//
//   node packages/cli/tools/scanAgrees.mjs REPOSITORY [COMMITS]
//
// Exit 1 where any file differs.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../../..',
);
const selector = { keys: new Set() };

/** YAML by its name, or a file without extension, as rules read. */
const mayBeYaml = /(?:\.ya?ml|(?:^|\/)[^./]+)$/;

/** The two readers, bundled from their sources. */
function loadReaders() {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-scan-'));
  const outfile = path.join(directory, 'readers.cjs');
  try {
    require('esbuild').buildSync({
      stdin: {
        contents: `
          export { scanVersionFacts } from './scanVersionFacts';
          export { parseVersionFacts } from './parseVersionFacts';
        `,
        resolveDir: path.join(root, 'plugins/gitops-node/src/manifests'),
      },
      outfile,
      bundle: true,
      platform: 'node',
      logLevel: 'error',
    });
    return require(outfile);
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}

function git(repository, args, input) {
  return execFileSync('git', ['--git-dir', repository, ...args], {
    input,
    maxBuffer: 4 * 1024 ** 3,
  });
}

/** Ids of the YAML blobs that the sampled commits left, each once. */
function sampledBlobs(repository, count) {
  const commits = git(repository, ['rev-list', '--no-merges', 'HEAD'])
    .toString('latin1')
    .trim()
    .split('\n');
  const step = Math.max(1, Math.floor(commits.length / count));
  const sample = commits
    .filter((_, index) => index % step === 0)
    .slice(0, count);
  const fields = git(
    repository,
    [
      'diff-tree',
      '--stdin',
      '--root',
      '-r',
      '-z',
      '--no-renames',
      '--no-commit-id',
      '--diff-filter=d',
    ],
    `${sample.join('\n')}\n`,
  )
    .toString('latin1')
    .split('\0');
  const blobs = new Set();
  for (let index = 0; index + 1 < fields.length; index += 1) {
    const id = /^:\d+ \d+ \w+ (\w+) \w/.exec(fields[index])?.[1];
    if (id === undefined) continue;
    index += 1;
    if (mayBeYaml.test(fields[index])) blobs.add(id);
  }
  return { commits: sample.length, blobs: [...blobs] };
}

function* contentsOf(repository, blobs) {
  const answer = git(
    repository,
    ['cat-file', '--batch'],
    `${blobs.join('\n')}\n`,
  );
  let at = 0;
  for (const id of blobs) {
    const end = answer.indexOf(0x0a, at);
    const [, type, size] = answer.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (type !== 'blob') continue;
    yield [id, answer.toString('utf8', at, at + Number(size))];
    at += Number(size) + 1;
  }
}

const sorted = facts =>
  facts
    .map(fact => JSON.stringify(fact))
    .sort()
    .join('\n');

const [repositoryArgument, count = '1000'] = process.argv.slice(2);
if (!repositoryArgument) {
  console.error('usage: scanAgrees.mjs REPOSITORY [COMMITS]');
  process.exit(2);
}
const repository = path.resolve(repositoryArgument);
const { scanVersionFacts, parseVersionFacts } = loadReaders();
const { commits, blobs } = sampledBlobs(repository, Number(count));
const totals = { commits, files: 0, same: 0, leftToParse: 0, different: 0 };
for (const [id, text] of contentsOf(repository, blobs)) {
  totals.files += 1;
  const scanned = scanVersionFacts(text, selector);
  if (scanned === undefined) {
    totals.leftToParse += 1;
    continue;
  }
  const parsed = parseVersionFacts(text, selector);
  if (parsed !== undefined && sorted(parsed) === sorted(scanned)) {
    totals.same += 1;
  } else {
    totals.different += 1;
    console.error(`differs: ${id}`);
  }
}
console.log(JSON.stringify(totals));
process.exitCode = totals.different > 0 ? 1 : 0;
