import { once } from 'node:events';
import http from 'node:http';
import { Part } from './EngineWorld';

export interface PartControl {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Ends a program of the world at `PUT /outages/NAME`, as a crash would, and
 * starts it again at `DELETE`. Only this machine can reach it, and no page of
 * another site can send it that.
 */
export async function startPartControl(
  parts: ReadonlyMap<string, Part>,
): Promise<PartControl> {
  const server = http.createServer((request, response) => {
    answer(request, parts).then(
      ({ status, text }) => response.writeHead(status).end(`${text}\n`),
      error => response.writeHead(500).end(`${error}\n`),
    );
  });
  // A client that is late would send on a connection that was given up.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The control has no port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  { method, url = '/', headers }: http.IncomingMessage,
  parts: ReadonlyMap<string, Part>,
) {
  // A page elsewhere may point its own name at this machine.
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(headers.host ?? '')) {
    return { status: 403, text: 'Only for this machine.' };
  }
  const name = /^\/outages\/([\w-]+)$/.exec(url)?.[1] ?? '';
  const part = parts.get(name);
  if (part === undefined) {
    const known = [...parts.keys()].join(', ');
    return { status: 404, text: `It must be one of ${known}` };
  }
  if (method === 'PUT') {
    await part.kill();
    return { status: 200, text: `${name} has ended` };
  }
  if (method === 'DELETE') {
    // One that runs is started anew.
    await part.kill();
    await part.run();
    return { status: 200, text: `${name} runs` };
  }
  return { status: 405, text: 'PUT ends it, DELETE starts it again.' };
}
