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
    const url = isAddress(value) ? value : existingPath(value, from);
    const id = uniqueId(url, taken);
    taken.add(id);
    return { id, url };
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
