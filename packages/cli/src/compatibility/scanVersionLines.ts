import { execFileSync } from 'node:child_process';

/** A line that names an image, a tag or a chart's version. */
export interface VersionLine {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/*
 * This scanner knows nothing of the core, so that it can be held against it:
 * lines and indentation, no YAML, no Kubernetes.
 */

const key = (name: string) =>
  new RegExp(`^(\\s*(?:- +)*)["']?(?:${name})["']?:\\s+(\\S.*)$`);

const imageKey = key('image|[a-z]\\w*Image');
const tagKey = key('tag|newTag|\\w*[iI]mageTag|\\w*image_tag');
const versionKey = key('version|targetRevision');
const chartKey = key('chart|repository|repo|chartName');
const nameKey = key('chart|name|chartName');

/** What an image or a tag can be: no template, no structure, no reference. */
const imageValue = /^["']?[a-z0-9][\w.-]*(?:[/:@][\w./:@-]+)?["']?$/i;
const tagValue = /^["']?[\w][\w.+@:-]*["']?$/;
const numberOrWord = /^(?:true|false|null|~)$/i;

/** The lines of one text. */
export function versionLines(file: string, text: string): VersionLine[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line, index) =>
    namesVersion(lines, index) ? [{ file, line: index + 1, text: line }] : [],
  );
}

function namesVersion(lines: readonly string[], index: number): boolean {
  const line = lines[index];
  if (/^\s*#/.test(line)) return false;
  const image = valueOf(imageKey, line);
  if (image !== undefined) {
    return imageValue.test(image) && /[/:@.]/.test(image);
  }
  const tag = valueOf(tagKey, line);
  if (tag !== undefined) {
    return tagValue.test(tag) && !numberOrWord.test(tag) && /\d/.test(tag);
  }
  const version = valueOf(versionKey, line);
  return (
    version !== undefined && /\d/.test(version) && isBesideChart(lines, index)
  );
}

function valueOf(pattern: RegExp, line: string): string | undefined {
  return pattern
    .exec(line)?.[2]
    .replace(/\s+#.*$/, '')
    .trim();
}

/**
 * Whether the same mapping names a chart: a line of the same indentation says
 * `chart:`, or both a name and a chart repository.
 */
function isBesideChart(lines: readonly string[], index: number): boolean {
  const siblings = [lines[index]];
  const depth = depthOf(lines[index]);
  for (const step of [-1, 1]) {
    // A `- ` opens the mapping; going down, it opens the next one.
    if (step < 0 && isItem(lines[index])) continue;
    for (let at = index + step; at >= 0 && at < lines.length; at += step) {
      const line = lines[at];
      if (line.trim() === '' || /^\s*#/.test(line)) continue;
      if (/^---/.test(line) || depthOf(line) < depth) break;
      if (depthOf(line) > depth) continue;
      if (step > 0 && isItem(line)) break;
      siblings.push(line);
      if (step < 0 && isItem(line)) break;
    }
  }
  const has = (pattern: RegExp) => siblings.some(line => pattern.test(line));
  return has(key('chart|chartName')) || (has(nameKey) && has(chartKey));
}

function isItem(line: string): boolean {
  return /^\s*- /.test(line);
}

/** The column of the key: `- ` counts as indentation. */
function depthOf(line: string): number {
  return /^\s*(?:- +)*/.exec(line)?.[0].length ?? 0;
}

/** The lines of a commit's YAML files, outside the templates of charts. */
export function scanVersionLines(
  repository: string,
  revision: string,
): VersionLine[] {
  const git = (args: string[], input?: string) =>
    execFileSync('git', ['--git-dir', repository, ...args], {
      input,
      maxBuffer: 1024 ** 3,
      env: { PATH: process.env.PATH, GIT_NO_LAZY_FETCH: '1' },
    });
  const entries = git(['ls-tree', '-r', '-z', '--full-tree', revision])
    .toString('utf8')
    .split('\0')
    .map(entry => /^100\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(entry))
    .flatMap(match => (match ? [{ id: match[1], path: match[2] }] : []));
  const charts = entries
    .map(({ path }) => /^(.*?)Chart\.ya?ml$/s.exec(path)?.[1])
    .filter(directory => directory !== undefined);
  const files = entries.filter(
    ({ path }) =>
      /\.ya?ml$/.test(path) &&
      !charts.some(directory => path.startsWith(`${directory}templates/`)),
  );
  const blobs = readBlobs(
    git(['cat-file', '--batch'], files.map(({ id }) => `${id}\n`).join('')),
  );
  return files.flatMap(({ path }, index) =>
    versionLines(path, blobs[index] ?? ''),
  );
}

/** The contents that `cat-file --batch` printed, in order. */
function readBlobs(output: Buffer): (string | undefined)[] {
  const blobs: (string | undefined)[] = [];
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    const header = output.toString('utf8', at, end).split(' ');
    at = end + 1;
    if (header[1] !== 'blob') {
      blobs.push(undefined);
      continue;
    }
    const size = Number(header[2]);
    blobs.push(output.toString('utf8', at, at + size));
    at += size + 1;
  }
  return blobs;
}
