import net from 'node:net';
import { BootstrapError } from '../bootstrap.mjs';

/** How many ports after the wanted one are tried. */
const attempts = 50;

/**
 * A free port: the wanted one, else the next. One that a person asked for is
 * taken or refused, never replaced.
 */
export async function choosePort({ wanted, insist, remedy }) {
  if (await isFree(wanted)) return wanted;
  if (insist) {
    throw new BootstrapError(
      `Port ${wanted} is in use. ${remedy ?? 'Name another one.'}`,
    );
  }
  for (let port = wanted + 1; port <= wanted + attempts; port += 1) {
    if (await isFree(port)) return port;
  }
  throw new BootstrapError(
    `No port from ${wanted} to ${
      wanted + attempts
    } is free. Name one with --port.`,
  );
}

/** Whether nobody listens there, on either loopback address. */
async function isFree(port) {
  for (const host of ['127.0.0.1', '::1']) {
    if ((await listening(port, host)) === 'EADDRINUSE') return false;
  }
  return true;
}

function listening(port, host) {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', error => resolve(error.code));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}
