import assert from 'node:assert/strict';
import net from 'node:net';
import { test } from 'node:test';
import { choosePort } from './ports.mjs';

async function withBusyPort(use) {
  const server = net.createServer();
  await new Promise(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    await use(server.address().port);
  } finally {
    server.close();
  }
}

test('a busy port is replaced by one that is free', () =>
  withBusyPort(async wanted => {
    const port = await choosePort({ wanted });
    assert.ok(port > wanted);
    assert.equal(await choosePort({ wanted: port, insist: true }), port);
  }));

test('a busy port that a person asked for is refused', () =>
  withBusyPort(async wanted => {
    await assert.rejects(
      choosePort({ wanted, insist: true, remedy: 'Name another one.' }),
      new RegExp(`Port ${wanted} is in use. Name another one.`),
    );
  }));
