import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { ConfigReader } from '@backstage/config';
import { configuredForges } from './configuredForges';

const config = (integrations: object) =>
  configuredForges(new ConfigReader({ integrations }));

describe('configuredForges', () => {
  const forges = config({
    github: [
      { host: 'github.com', token: 'gh' },
      {
        host: 'ghe.example',
        apiBaseUrl: 'https://ghe.example/api/v3',
        token: 'ghe',
      },
      { host: 'unreachable.example', token: 'x' },
    ],
    gitlab: [
      {
        host: 'gl.example',
        apiBaseUrl: 'https://gl.example/code/api/v4',
        baseUrl: 'https://gl.example/code',
        token: 'gl',
      },
    ],
    gitea: [
      { host: 'git.example:3000', baseUrl: 'http://git.example:3000' },
      { host: 'codeberg.example', username: 'bot', password: 'ge' },
    ],
  });

  it.each([
    ['https://github.com/quillmoor/config.git', 'github'],
    ['git@github.com:quillmoor/config.git', 'github'],
    ['ssh://git@ghe.example:2222/quillmoor/config', 'github'],
    ['https://ghe.example/quillmoor/config', 'github'],
    ['https://gitlab.com/quillmoor/platform/config', 'gitlab'],
    ['https://gl.example/code/quillmoor/platform/config.git', 'gitlab'],
    ['http://git.example:3000/quillmoor/config', 'gitea'],
    ['https://git.example/quillmoor/config', undefined],
    ['https://elsewhere.example/quillmoor/config', undefined],
    ['/srv/git/config', undefined],
    ['file:///srv/git/config', undefined],
  ])('knows the forge of %s', (url, kind) => {
    expect(forges.of(url)?.kind).toBe(kind);
  });

  it('names the hosts that it has credentials for', () => {
    expect(forges.hosts()).toEqual([
      { host: 'github.com', kind: 'github' },
      { host: 'ghe.example', kind: 'github' },
      { host: 'gl.example', kind: 'gitlab' },
      { host: 'codeberg.example', kind: 'gitea' },
    ]);
    expect(forges.ofHost('ghe.example')).toBe(
      forges.of('https://ghe.example/quillmoor/config'),
    );
    expect(forges.ofHost('constructor')).toBeUndefined();
  });

  it('has no forge where Enterprise is configured without its API', () => {
    expect(forges.ofHost('unreachable.example')).toBeUndefined();
  });
});

describe('configuredForges, when it asks', () => {
  let server: Server;
  let host: string;
  const asked: { url?: string; authorization?: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { authorization } = request.headers;
      asked.push({ url: request.url, authorization });
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end('{"message":"Not Found"}');
    });
    // A client that is late would send on a connection that was given up.
    server.keepAliveTimeout = 0;
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    host = `127.0.0.1:${port}`;
  });

  afterAll(() => new Promise(resolve => server.close(resolve)));

  beforeEach(() => asked.splice(0));

  it.each([
    [
      'github',
      () => ({ apiBaseUrl: `http://${host}/api/v3`, token: 'gh' }),
      '/api/v3/repos/quillmoor/config/pulls/7',
      'token gh',
    ],
    [
      'gitlab',
      () => ({ apiBaseUrl: `http://${host}/api/v4`, token: 'gl' }),
      '/api/v4/projects/quillmoor%2Fconfig/merge_requests/7',
      'Bearer gl',
    ],
    [
      'gitea',
      () => ({ baseUrl: `http://${host}`, username: 'bot', password: 'ge' }),
      '/api/v1/repos/quillmoor/config/pulls/7',
      `Basic ${Buffer.from('bot:ge').toString('base64')}`,
    ],
  ])('asks %s over plain http on its port', async (kind, more, url, auth) => {
    const forge = config({ [kind]: [{ host, ...more() }] }).ofHost(host);
    await expect(
      forge?.pullRequest(`http://${host}/quillmoor/config.git`, 7),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    // What can be asked at once is.
    expect(asked).toContainEqual({ url, authorization: auth });
  });

  it('asks a GitLab that is served below a path for the project alone', async () => {
    const forge = config({
      gitlab: [
        {
          host,
          apiBaseUrl: `http://${host}/code/api/v4`,
          baseUrl: `http://${host}/code`,
        },
      ],
    }).ofHost(host);
    await expect(
      forge?.pullRequest(`http://${host}/code/quillmoor/config`, 7),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    expect(asked).toContainEqual(
      expect.objectContaining({
        url: '/code/api/v4/projects/quillmoor%2Fconfig/merge_requests/7',
      }),
    );
  });
});
