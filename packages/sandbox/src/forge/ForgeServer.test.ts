import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { buildCommitGraph } from '../history/commitGraph';
import { Landing } from '../history/Landing';
import { writeRepository } from '../history/writeRepository';
import { Forge, startForge } from './ForgeServer';

const execFileAsync = promisify(execFile);
const hostile = '<script>alert(1)</script>';
const ada = { name: 'Ada', email: 'ada@quillmoor.example' };
const bob = { name: 'Bob', email: 'bob@quillmoor.example' };

const landings: Landing[] = [
  {
    type: 'direct',
    author: ada,
    at: 1_700_000_000,
    subject: `Begin ${hostile}`,
    edits: [
      { type: 'write', path: 'apps/a.yaml', text: `a: 1\nb: ${hostile}\n` },
    ],
  },
  {
    type: 'pullRequest',
    branch: 'two',
    title: 'Raise a',
    author: ada,
    openedAt: 1_700_000_100,
    commits: [
      {
        author: ada,
        at: 1_700_000_100,
        subject: 'Raise a',
        edits: [{ type: 'write', path: 'apps/a.yaml', text: 'a: 2\n' }],
      },
    ],
    approvers: [bob],
    landed: { as: 'merge', at: 1_700_000_200, by: ada },
  },
];

let directory: string;
let forge: Forge;

beforeAll(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'forge-'));
  const gitDirectory = path.join(directory, 'config.git');
  await writeRepository(
    gitDirectory,
    buildCommitGraph({ owner: 'acme', forge: ada, landings }),
  );
  fs.writeFileSync(path.join(directory, 'secret'), 'not for you');
  forge = await startForge({
    repositories: [{ owner: 'acme', name: 'config', gitDirectory }],
    port: 0,
  });
});

afterAll(async () => {
  await forge.close();
  fs.rmSync(directory, { recursive: true });
});

/** A request exactly as written: no client tidies the path up. */
function request(
  target: string,
  options: http.RequestOptions = {},
  body?: Buffer,
): Promise<{
  status?: number;
  text: string;
  headers: http.IncomingHttpHeaders;
}> {
  return new Promise((resolve, reject) => {
    const sent = http.request(
      { host: '127.0.0.1', port: forge.port, path: target, ...options },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const isolated = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
};

describe('over smart HTTP', () => {
  it.each(['0', '1', '2'])('is cloned whole, by protocol %s', async version => {
    const clone = path.join(directory, `clone-${version}`);
    await execFileAsync(
      'git',
      [
        ...['-c', `protocol.version=${version}`, 'clone', '--quiet'],
        ...['--mirror', `${forge.url}/acme/config`, clone],
      ],
      { env: isolated },
    );
    const { stdout } = await execFileAsync(
      'git',
      ['for-each-ref', '--format=%(refname)'],
      { cwd: clone },
    );
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining(['refs/heads/main', 'refs/pull/1/head']),
    );
  });

  it('answers a body that is gzipped and sent in chunks', async () => {
    const body = '0014command=ls-refs\n0000';
    const { status, text } = await request(
      '/acme/config.git/git-upload-pack',
      {
        method: 'POST',
        headers: {
          'content-type': 'application/x-git-upload-pack-request',
          'content-encoding': 'gzip',
          'transfer-encoding': 'chunked',
          'git-protocol': 'version=2',
        },
      },
      gzipSync(body),
    );
    expect(status).toBe(200);
    expect(text).toContain('refs/heads/main');
  });

  it('takes no push', async () => {
    const clone = path.join(directory, 'clone-push');
    await execFileAsync('git', [
      'clone',
      '-q',
      `${forge.url}/acme/config`,
      clone,
    ]);
    await expect(
      execFileAsync('git', ['push', 'origin', 'HEAD:refs/heads/x'], {
        cwd: clone,
        env: isolated,
      }),
    ).rejects.toThrow(/fail|denied|40[345]|not found/i);
  });

  it.each([
    '/acme/other/info/refs?service=git-upload-pack',
    '/acme/../secret',
    '/acme/config/../../secret',
    '/acme/config.git/HEAD',
    '/acme/config.git/objects/info/packs',
    '/acme%2f..%2f../info/refs?service=git-upload-pack',
    '/%00/config/info/refs?service=git-upload-pack',
    '/%E0%A4%A/config',
    '/acme/config/src/commit/main/../../secret',
    '/acme/config/src/commit/main/%2e%2e/%2e%2e/secret',
    '/acme/config/src/commit/main/apps%2f..%2f..%2fsecret',
    '/acme/config/src/commit/--help/apps',
    '/acme/config/commit/--output=x',
    '/acme/config/commit/main%5E%7B%2Fx%7D',
    '/acme/config/pulls/1e3',
  ])('has nothing at %s', async target => {
    const { status, text } = await request(target);
    expect(status).toBe(404);
    expect(text).not.toContain('not for you');
  });
});

describe('as pages', () => {
  it('shows a file with a row for each line', async () => {
    const { status, text } = await request(
      '/acme/config/src/branch/main/apps/a.yaml',
    );
    expect(status).toBe(200);
    expect(text).toMatch(/<tr id="L1">[\s\S]*<code>a: 2<\/code>/);
  });

  it.each([
    '/acme/config',
    '/acme/config/blob/main/apps/a.yaml',
    '/acme/config/src/commit/main/apps',
    '/acme/config/pull/1',
  ])('answers %s', async target => {
    expect((await request(target)).status).toBe(200);
  });

  it('tells who wrote, approved and merged a pull request, and its diff', async () => {
    const { text } = await request('/acme/config/pulls/1');
    expect(text).toContain('Merged');
    expect(text).toContain('Approved by Bob');
    expect(text).toContain('<span class="add">+a: 2</span>');
  });

  it('shows what a commit changed, the first one too', async () => {
    const home = await request('/acme/config');
    const ids = [...home.text.matchAll(/\/commit\/([0-9a-f]{40})/g)];
    const { text } = await request(`/acme/config/commit/${ids.pop()?.[1]}`);
    expect(text).toContain('<span class="add">+a: 1</span>');
  });

  it('escapes whatever a repository says', async () => {
    const home = await request('/acme/config');
    expect(home.text).toContain('Begin &lt;script&gt;');
    for (const [, id] of home.text.matchAll(/\/commit\/([0-9a-f]{40})/g)) {
      const { text } = await request(`/acme/config/commit/${id}`);
      expect(text).not.toContain('<script');
    }
    expect(home.headers['content-security-policy']).toContain(
      "default-src 'none'",
    );
  });

  it('refuses a page elsewhere that points its name here', async () => {
    const { status } = await request('/acme/config', {
      headers: { host: 'evil.example' },
    });
    expect(status).toBe(403);
  });

  it('only reads', async () => {
    const { status } = await request('/acme/config', { method: 'POST' });
    expect(status).toBe(405);
  });
});
