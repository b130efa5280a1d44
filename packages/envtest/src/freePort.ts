import { randomInt } from 'node:crypto';
import net from 'node:net';

/** Below those that Linux hands out itself, to connections as well. */
const [lowest, beyond] = [20_000, 32_000];

/**
 * Processes that run side by side look among ports of their own: between the
 * look and the program that listens, another one would find the same.
 */
const share = 300;

/** Enough to find one where most are taken. */
const tries = 100;

const given = new Set<number>();

/**
 * A port of the loopback address that nobody listens on, and that no other
 * program of this process is told to use. Throws where none was found.
 */
export async function freePort(): Promise<number> {
  const first = lowest + (process.pid % ((beyond - lowest) / share)) * share;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const port = randomInt(first, first + share);
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${first} on is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
