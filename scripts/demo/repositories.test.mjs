import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { repositoryEntries } from './repositories.mjs';

const here = fs.mkdtempSync(path.join(os.tmpdir(), 'repositories-'));
fs.mkdirSync(path.join(here, 'my config'));
fs.mkdirSync(path.join(here, 'a.git'));
process.on('exit', () => fs.rmSync(here, { recursive: true }));

const entries = (...values) => repositoryEntries(values, here);

test('a URL is taken as it is, and its repository’s name becomes the id', () => {
  for (const [url, id] of [
    ['https://github.com/acme/platform-config', 'platform-config'],
    ['https://git.acme.example/acme/platform.git/', 'platform'],
    ['git@github.com:acme/platform.git', 'platform'],
    ['ssh://git@acme.example:22/platform', 'platform'],
    ['file:///srv/git/platform', 'platform'],
  ]) {
    assert.deepEqual(entries(url), [{ id, url }]);
  }
});

test('a path is taken from where the person stood', () => {
  assert.deepEqual(entries('./my config', 'a.git'), [
    { id: 'my-config', url: path.join(here, 'my config') },
    { id: 'a', url: path.join(here, 'a.git') },
  ]);
});

test('two repositories of one name have two ids', () => {
  const ids = entries(
    'https://a.example/x/config',
    'https://a.example/y/config',
  );
  assert.deepEqual(
    ids.map(({ id }) => id),
    ['config', 'config-2'],
  );
});

test('a path without anything there is refused with the remedy', () => {
  assert.throws(
    () => entries('../nowhere'),
    /There is no repository at .*Name a URL/,
  );
});

test('a clone knows where it comes from, without the password', () => {
  const clone = path.join(here, 'clone');
  const git = (...args) => execFileSync('git', args, { stdio: 'ignore' });
  git('init', clone);
  const from = url => {
    git('-C', clone, 'config', 'remote.origin.url', url);
    const [{ id, upstream }] = entries(clone);
    return { id, upstream };
  };
  assert.deepEqual(from('https://ada:secret@acme.example/acme/config.git'), {
    id: 'config',
    upstream: 'https://acme.example/acme/config.git',
  });
  assert.deepEqual(from('git@acme.example:acme/config.git'), {
    id: 'config',
    upstream: 'git@acme.example:acme/config.git',
  });
  assert.deepEqual(from('../elsewhere'), { id: 'clone', upstream: undefined });
});
