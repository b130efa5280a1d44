import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { BootstrapError } from '../bootstrap.mjs';

/**
 * Turns what a person typed after `--repository` into entries of
 * `gitops.repositories`: a URL as it is, a path from where they stood.
 */
export function repositoryEntries(values, from) {
  const taken = new Set();
  return values.map(value => {
    const remote = isAddress(value);
    const url = remote ? value : existingPath(value, from);
    const upstream = remote ? undefined : originOf(url);
    const id = uniqueId(upstream ?? url, taken);
    taken.add(id);
    return { id, url, ...(upstream && { upstream }) };
  });
}

/** A URL, or the `host:path` that ssh knows; a drive letter is neither. */
function isAddress(value) {
  return (
    /^[a-z][a-z0-9+.-]+:\/\//i.test(value) ||
    (/^[^/\\\s]{2,}:[^\\]/.test(value) && !fs.existsSync(value))
  );
}

function existingPath(value, from) {
  const place = path.resolve(from, value);
  if (!fs.existsSync(place)) {
    throw new BootstrapError(
      `There is no repository at ${place}. Name a URL that git can clone, or the folder of a clone.`,
    );
  }
  return place;
}

/**
 * Where a clone comes from, without what it may hold of a password: links lead
 * there, and its manifests may name it so.
 */
function originOf(directory) {
  const { status, stdout } = spawnSync(
    'git',
    ['config', '--get', 'remote.origin.url'],
    { cwd: directory, encoding: 'utf8' },
  );
  const origin = status === 0 ? stdout.trim() : '';
  if (!isAddress(origin)) return undefined;
  if (!URL.canParse(origin)) return origin;
  const url = new URL(origin);
  if (url.protocol !== 'ssh:') url.username = '';
  url.password = '';
  return url.href;
}

function uniqueId(url, taken) {
  const segments = url
    .replace(/[?#].*$/, '')
    .replace(/[/\\]+$/, '')
    .replace(/([/\\]?)\.git$/, '')
    .split(/[/\\:]/)
    .filter(Boolean);
  const last = segments[segments.length - 1] ?? '';
  const plain =
    last.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '') ||
    'repository';
  let id = plain;
  for (let count = 2; taken.has(id); count += 1) id = `${plain}-${count}`;
  return id;
}
