import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './freePort';
import { findGitea } from './findGitea';
import { ServerProcess } from './ServerProcess';

const run = promisify(execFile);
const readyMilliseconds = 180_000;
/** The database is one file, and users are added by a process of their own. */
const lockMilliseconds = 60_000;

/** A user of the forge with a token for everything they may do. @public */
export interface GiteaUser {
  readonly name: string;
  readonly token: string;
}

/**
 * A real Gitea on loopback, with a database and repositories of its own that
 * go when it is stopped.
 *
 * @public
 */
export class GiteaServer {
  readonly url: string;
  readonly #program: string;
  readonly #directory: string;
  readonly #process: ServerProcess;

  private constructor(options: {
    url: string;
    program: string;
    directory: string;
    process: ServerProcess;
  }) {
    this.url = options.url;
    this.#program = options.program;
    this.#directory = options.directory;
    this.#process = options.process;
  }

  static async start(): Promise<GiteaServer> {
    const folder = findGitea();
    if (folder === undefined) throw new Error('There is no Gitea');
    const program = path.join(folder, 'gitea');
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-gitea-'));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    await fs.writeFile(
      path.join(directory, 'app.ini'),
      settings({ directory, folder, port, url }),
    );
    await run(program, ['-c', path.join(directory, 'app.ini'), 'migrate']);
    const process = new ServerProcess(
      program,
      ['-c', path.join(directory, 'app.ini'), 'web'],
      path.join(directory, 'gitea.log'),
    );
    const server = new GiteaServer({ url, program, directory, process });
    await server.#ready();
    return server;
  }

  /** Adds a user, who may administer the forge where `admin` is set. */
  async addUser(
    name: string,
    { admin = false }: { readonly admin?: boolean } = {},
  ): Promise<GiteaUser> {
    await this.#administer(
      ...['user', 'create', '--username', name, '--random-password'],
      ...['--email', `${name}@quillmoor.example`],
      '--must-change-password=false',
      ...(admin ? ['--admin'] : []),
    );
    const token = await this.#administer(
      ...['user', 'generate-access-token', '--username', name],
      ...['--token-name', 'test', '--scopes', 'all', '--raw'],
    );
    return { name, token: token.trim().split('\n').at(-1) ?? '' };
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    await fs.rm(this.#directory, { recursive: true, force: true });
  }

  async #administer(...args: string[]): Promise<string> {
    const { stdout } = await run(this.#program, [
      ...['-c', path.join(this.#directory, 'app.ini'), 'admin'],
      ...args,
    ]);
    return stdout;
  }

  async #ready(): Promise<void> {
    const end = Date.now() + readyMilliseconds;
    for (;;) {
      const answer = await fetch(`${this.url}/api/v1/version`).catch(
        () => undefined,
      );
      if (answer?.ok) return;
      if (this.#process.hasEnded || Date.now() > end) {
        throw new Error(`Gitea did not start:\n${this.#process.lastLines()}`);
      }
      await delay(100);
    }
  }
}

function settings(options: {
  directory: string;
  folder: string;
  port: number;
  url: string;
}): string {
  const { directory, folder, port, url } = options;
  const { username } = os.userInfo();
  return `RUN_MODE = prod
RUN_USER = ${username}
WORK_PATH = ${directory}
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = ${port}
ROOT_URL = ${url}/
STATIC_ROOT_PATH = ${folder}
DISABLE_SSH = true
OFFLINE_MODE = true
[database]
DB_TYPE = sqlite3
PATH = ${directory}/gitea.db
SQLITE_TIMEOUT = ${lockMilliseconds}
[repository]
ROOT = ${directory}/repositories
[security]
INSTALL_LOCK = true
[service]
DISABLE_REGISTRATION = true
[indexer]
ISSUE_INDEXER_TYPE = db
[cron]
ENABLED = false
[log]
LEVEL = warn
`;
}
