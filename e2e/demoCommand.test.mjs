// `npm run demo` as a command: what it says when it cannot start, and that it
// leaves nothing behind.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { describe, test } from 'node:test';
import { root } from '../scripts/bootstrap.mjs';
import { makeOwnRepository } from './support/ownRepository.mjs';

const demo = path.join(root, 'scripts/demo.mjs');

const run = (...args) =>
  spawnSync(process.execPath, [demo, ...args], { encoding: 'utf8' });

describe('npm run demo', () => {
  test('refuses what is no repository, in one line', () => {
    const { status, stderr } = run('--repository', './nowhere');
    assert.equal(status, 1);
    assert.match(stderr, /^There is no repository at .*nowhere\. Name a URL/);
  });

  test('refuses options that it does not know, and shows those it does', () => {
    const { status, stderr } = run('--prot', '7');
    assert.equal(status, 1);
    assert.match(stderr, /--prot/);
    assert.match(stderr, /--repository URL-or-path/);
  });

  test('refuses a port that is none', () => {
    const { status, stderr } = run('--port', '70000');
    assert.equal(status, 1);
    assert.match(stderr, /--port must be a number/);
  });

  test('says why when nothing could be read, and leaves nothing running', () => {
    const here = path.join(root, 'e2e');
    const { status, stderr } = run('--repository', here);
    assert.equal(status, 1);
    assert.match(stderr, /No repository could be read\.\n +e2e: .*not a Git/);
    assert.match(stderr, /name the folder of a clone/);
  });

  test('says which port is in use', async () => {
    const server = net.createServer();
    await new Promise(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address();
    const child = spawn(
      process.execPath,
      [demo, '--repository', root, '--port', String(port)],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr.on('data', text => {
      said += text;
    });
    const code = await new Promise(resolve => {
      child.on('close', resolve);
    });
    server.close();
    assert.equal(code, 1);
    assert.match(said, new RegExp(`Port ${port} is in use`));
  });

  test('shows a repository, and stops all of it at Ctrl-C', async () => {
    const repository = makeOwnRepository(1);
    const child = spawn(
      process.execPath,
      [demo, '--repository', repository.directory],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      const ended = new Promise(resolve => {
        child.on('close', resolve);
      });
      const said = await textUntil(child.stdout, 'Ctrl-C stops it.');
      assert.match(said, /my-config: 3 targets in 3 units/);
      const [url] = /http:\/\/localhost:\d+/.exec(said);
      assert.equal((await fetch(url)).status, 200);
      child.kill('SIGINT');
      assert.equal(await ended, 0);
      await assert.rejects(fetch(url));
    } finally {
      // One that goes on would keep this file from its end.
      child.kill('SIGKILL');
      repository.remove();
    }
  });
});

async function textUntil(stream, end) {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    text += chunk;
    if (text.includes(end)) break;
  }
  return text;
}
