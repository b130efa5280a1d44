import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { gitEnvironment } from '../git/runGit';

/** The two requests that a fetch is made of; pushes are not served. */
export type GitService = '/info/refs' | '/git-upload-pack';

/** A CGI program's header may not be longer. */
const maximumHeaderBytes = 64 * 1024;

/**
 * Answers one request of Git's smart HTTP protocol by running
 * `git http-backend`, which is told the repository's directory and one of two
 * fixed paths: nothing of the request's own path reaches it.
 */
export async function serveGit(
  request: IncomingMessage,
  response: ServerResponse,
  gitDirectory: string,
  service: GitService,
): Promise<void> {
  const child = spawn('git', ['http-backend'], {
    env: cgiEnvironment(request, gitDirectory, service),
  });
  const stop = () => child.kill();
  response.once('close', stop);
  // What went wrong is in the answer's status; a broken pipe is the client's.
  child.stderr.resume();
  const fed = pipeline(request, child.stdin).catch(() => undefined);
  try {
    await answer(child, response);
  } finally {
    response.off('close', stop);
    child.kill();
    await fed;
  }
}

function cgiEnvironment(
  request: IncomingMessage,
  gitDirectory: string,
  service: GitService,
): NodeJS.ProcessEnv {
  const { headers } = request;
  const query = (request.url ?? '').split('?')[1] ?? '';
  return {
    ...gitEnvironment(),
    GIT_PROJECT_ROOT: gitDirectory,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: service,
    QUERY_STRING: query,
    REQUEST_METHOD: request.method,
    REMOTE_ADDR: request.socket.remoteAddress,
    CONTENT_TYPE: headers['content-type'],
    // A chunked body has no length; http-backend then reads to its end.
    ...(headers['content-length'] && {
      CONTENT_LENGTH: headers['content-length'],
    }),
    ...(headers['content-encoding'] && {
      HTTP_CONTENT_ENCODING: headers['content-encoding'],
    }),
    ...(typeof headers['git-protocol'] === 'string' && {
      GIT_PROTOCOL: headers['git-protocol'],
    }),
  };
}

async function answer(
  child: ChildProcessWithoutNullStreams,
  response: ServerResponse,
) {
  const { status, headers, rest } = await readHeader(child);
  response.writeHead(status, headers);
  if (rest.length > 0) response.write(rest);
  await pipeline(child.stdout, response);
}

/** Reads the lines up to the first empty one, and keeps what came after it. */
async function readHeader(child: ChildProcessWithoutNullStreams) {
  const iterator = child.stdout.iterator({ destroyOnReturn: false });
  let read = Buffer.alloc(0);
  for await (const chunk of iterator) {
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf('\r\n\r\n');
    if (end >= 0) {
      return {
        ...parseHeader(read.subarray(0, end).toString('latin1')),
        rest: read.subarray(end + 4),
      };
    }
    if (read.length > maximumHeaderBytes) break;
  }
  throw new Error('git http-backend gave no header');
}

function parseHeader(text: string) {
  let status = 200;
  const headers: Record<string, string> = {};
  for (const line of text.split('\r\n')) {
    const [, name, value] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else headers[name] = value;
  }
  return { status, headers };
}
