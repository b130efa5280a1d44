import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseGitSource } from './GitSource';
import { Mirror } from './Mirror';
import { GitHttpServer } from './testing/GitHttpServer';
import { SourceRepository, TemporaryFolder } from './testing/SourceRepository';

const absent = '0123456789012345678901234567890123456789';

describe('Mirror', () => {
  let folder: TemporaryFolder;
  let source: SourceRepository;

  beforeEach(() => {
    folder = new TemporaryFolder();
    source = new SourceRepository(folder.join('source.git'));
  });
  afterEach(() => folder.remove());

  const openAt = (
    location: string,
    options: { branches?: string[]; headers?: Record<string, string> } = {},
  ) => {
    const { headers } = options;
    return Mirror.open({
      source: parseGitSource(location),
      directory: folder.join('mirror'),
      branches: options.branches,
      ...(headers && { credentials: { headers: async () => headers } }),
    });
  };
  const open = (options?: Parameters<typeof openAt>[1]) =>
    openAt(source.path, options);
  const refsOf = (mirror: Mirror) =>
    execFileSync('git', ['for-each-ref', '--format=%(refname)'], {
      cwd: mirror.directory,
    })
      .toString()
      .trim()
      .split('\n');

  it('copies the branch that HEAD names and nothing else', async () => {
    const commit = source.commit({ 'a.yaml': 'a: 1' });
    source.commit({ 'a.yaml': 'a: 2' }, { branch: 'other' });
    source.git(['update-ref', 'refs/pull/7/head', commit]);
    const mirror = await open();
    expect(await mirror.refresh()).toEqual({
      revisions: { main: commit },
      moved: true,
      rewritten: [],
      diagnostics: [],
    });
    expect(refsOf(mirror)).toEqual(['refs/heads/main']);
  });

  it('copies the configured branches', async () => {
    const main = source.commit({ a: '1' });
    const live = source.commit({ a: '2' }, { branch: 'release/live' });
    source.commit({ a: '3' }, { branch: 'other' });
    const mirror = await open({ branches: ['main', 'release/live'] });
    const { revisions } = await mirror.refresh();
    expect(revisions).toEqual({ main, 'release/live': live });
    expect(refsOf(mirror)).toHaveLength(2);
  });

  it('tells whether anything moved', async () => {
    source.commit({ a: '1' });
    const mirror = await open();
    await mirror.refresh();
    expect(await mirror.refresh()).toMatchObject({ moved: false });
    const second = source.commit({ a: '2' });
    expect(await mirror.refresh()).toMatchObject({
      moved: true,
      rewritten: [],
      revisions: { main: second },
    });
  });

  it('follows a force-pushed branch and says that it was rewritten', async () => {
    const first = source.commit({ a: '1' });
    source.commit({ a: '2' });
    const mirror = await open();
    await mirror.refresh();
    const other = source.commit({ a: '3' }, { parents: [first] });
    expect(await mirror.refresh()).toMatchObject({
      moved: true,
      rewritten: ['main'],
      revisions: { main: other },
    });
  });

  it('survives a force-push whose old commits the source threw away', async () => {
    const first = source.commit({ a: '1' });
    const gone = source.commit({ a: '2' });
    const mirror = await open();
    await mirror.refresh();
    const other = source.commit({ a: '3' }, { parents: [first] });
    source.removeObject(gone);
    expect(await mirror.refresh()).toMatchObject({
      revisions: { main: other },
    });
    expect(await mirror.resolve('main')).toBe(other);
  });

  it('names the branches there are where one is missing', async () => {
    source.commit({ a: '1' });
    source.commit({ a: '1' }, { branch: 'live' });
    const mirror = await open({ branches: ['production'] });
    await expect(mirror.refresh()).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining(
        'no branch production; there are: live, main',
      ),
    });
  });

  it('keeps what it has when a branch disappears', async () => {
    source.commit({ a: '1' });
    const live = source.commit({ a: '2' }, { branch: 'live' });
    const mirror = await open({ branches: ['live'] });
    await mirror.refresh();
    source.git(['update-ref', '-d', 'refs/heads/live']);
    await expect(mirror.refresh()).rejects.toThrow('no branch live');
    expect(mirror.revisions).toEqual({ live });
    expect(await mirror.resolve(live)).toBe(live);
  });

  it('says that a repository is empty', async () => {
    const mirror = await open();
    await expect(mirror.refresh()).rejects.toThrow(
      'is empty: it has no branch',
    );
  });

  it('reads a checkout that is at no branch, as CI makes them', async () => {
    const commit = source.commit({ a: '1' });
    source.git(['update-ref', '--no-deref', 'HEAD', commit]);
    source.git(['update-ref', '-d', 'refs/heads/main']);
    const detached = await open();
    await expect(detached.refresh()).resolves.toMatchObject({
      revisions: { 'detached-head': commit },
    });
  });

  it('says that HEAD names no branch', async () => {
    source.commit({ a: '1' }, { branch: 'trunk' });
    const mirror = await open();
    await expect(mirror.refresh()).rejects.toThrow(
      'HEAD names no branch; there are: trunk',
    );
  });

  it('says that a folder is no repository, even inside one', async () => {
    const outer = folder.join('outer');
    fs.mkdirSync(path.join(outer, 'inner'), { recursive: true });
    execFileSync('git', ['init', '--quiet', outer]);
    await expect(openAt(path.join(outer, 'inner'))).rejects.toMatchObject({
      name: 'NotFoundError',
      message: `Reading ${outer}/inner: not a Git repository`,
    });
    await expect(openAt(folder.join('nowhere'))).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('does not exist'),
    });
  });

  it('says that a remote is unreachable', async () => {
    const mirror = await openAt('http://127.0.0.1:9/acme/config.git');
    await expect(mirror.refresh()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining(
        'http://127.0.0.1:9/acme/config.git: unreachable',
      ),
    });
  });

  describe('over HTTP', () => {
    let server: GitHttpServer;
    const authorization = 'Basic ZGFuYTpvcGVuLXNlc2FtZQ==';

    beforeEach(async () => {
      server = await GitHttpServer.start(folder.path, { authorization });
    });
    afterEach(() => server.stop());

    it('presents the credentials it is given', async () => {
      const commit = source.commit({ a: '1' });
      const mirror = await openAt(`${server.url}/source.git`, {
        headers: { Authorization: authorization },
      });
      const { revisions } = await mirror.refresh();
      expect(revisions).toEqual({ main: commit });
    });

    it('hands credentials to git in no argument, where others could read them', async () => {
      source.commit({ a: '1' });
      const log = folder.join('arguments');
      const programs = folder.join('bin');
      fs.mkdirSync(programs);
      const real = execFileSync('which', ['git']).toString().trim();
      fs.writeFileSync(
        path.join(programs, 'git'),
        `#!/bin/sh\nprintf '%s\\n' "$@" >> '${log}'\nexec '${real}' "$@"\n`,
        { mode: 0o755 },
      );
      const searched = process.env.PATH;
      process.env.PATH = `${programs}${path.delimiter}${searched}`;
      try {
        const mirror = await openAt(`${server.url}/source.git`, {
          headers: { Authorization: authorization },
        });
        await mirror.refresh();
      } finally {
        process.env.PATH = searched;
      }
      const given = fs.readFileSync(log, 'utf8');
      expect(given).toMatch(/^fetch$/m);
      expect(given).not.toMatch(/Authorization|ZGFuYTpvcGVuLXNlc2FtZQ/);
    });

    it('tells wrong credentials, and never what they were', async () => {
      source.commit({ a: '1' });
      const address = `${server.url.replace(
        '//',
        '//dana:hunter2@',
      )}/source.git`;
      const mirror = await openAt(address, {
        headers: { Authorization: 'Basic d3Jvbmc6d3Jvbmc=' },
      });
      const failure = await mirror.refresh().catch(error => error);
      expect(failure).toMatchObject({
        name: 'AuthenticationError',
        message: `Reading ${server.url}/source.git: authentication failed`,
      });
      expect(contents(folder.join('mirror'))).not.toMatch(/hunter2|d3Jvbmc/);
    });

    it('says that there is no repository at an address', async () => {
      const mirror = await openAt(`${server.url}/other.git`, {
        headers: { Authorization: authorization },
      });
      await expect(mirror.refresh()).rejects.toMatchObject({
        name: 'NotFoundError',
        message: expect.stringContaining('not a Git repository'),
      });
    });

    it('fetches a commit that no copied branch holds when it is asked for', async () => {
      source.commit({ a: '1' });
      const other = source.commit({ a: '2' }, { branch: 'other' });
      source.git(['tag', 'v1', other]);
      source.git(['config', 'uploadpack.allowAnySHA1InWant', 'true']);
      const mirror = await openAt(`${server.url}/source.git`, {
        headers: { Authorization: authorization },
      });
      await mirror.refresh();
      expect(await mirror.resolve('other')).toBe(other);
      expect(await mirror.resolve('v1')).toBe(other);
      expect(await mirror.resolve(other)).toBe(other);
      expect(await mirror.resolve(other.slice(0, 10))).toBe(other);
      expect(refsOf(mirror)).toContain('refs/heads/main');
      await expect(mirror.resolve('nothing')).rejects.toThrow(
        'No commit nothing in',
      );
    });

    it('tells the heads of pull requests', async () => {
      const one = source.commit({ a: '1' });
      const two = source.commit({ a: '2' });
      source.git(['update-ref', 'refs/pull/7/head', one]);
      source.git(['update-ref', 'refs/merge-requests/12/head', two]);
      const mirror = await openAt(`${server.url}/source.git`, {
        headers: { Authorization: authorization },
      });
      expect(await mirror.pullRequestHeads()).toEqual(
        new Map([
          [one, 7],
          [two, 12],
        ]),
      );
    });
  });

  it('resolves any commit of a local source', async () => {
    const first = source.commit({ a: '1' });
    const second = source.commit({ a: '2' });
    const other = source.commit({ a: '3' }, { branch: 'other' });
    const mirror = await open();
    await mirror.refresh();
    expect(await mirror.resolve('main~1')).toBe(first);
    expect(await mirror.resolve('HEAD')).toBe(second);
    expect(await mirror.resolve('other')).toBe(other);
    expect(await mirror.resolve(other)).toBe(other);
    expect(await mirror.resolve(other.slice(0, 8))).toBe(other);
    for (const bad of ['--help', '-n1', 'main:a', 'nothing', absent]) {
      await expect(mirror.resolve(bad)).rejects.toThrow('No commit');
    }
  });

  it('reads a shallow source as far as it goes, and says so', async () => {
    source.commit({ a: '1' });
    source.commit({ a: '2' });
    const last = source.commit({ a: '3' });
    execFileSync('git', [
      ...['clone', '--quiet', '--bare', '--depth=2'],
      ...[`file://${source.path}`, folder.join('shallow.git')],
    ]);
    const mirror = await openAt(folder.join('shallow.git'));
    const result = await mirror.refresh();
    expect(result.revisions).toEqual({ main: last });
    expect(result.diagnostics).toEqual([
      expect.objectContaining({ code: 'shallow-source' }),
    ]);
    const lines: string[] = [];
    await mirror.stream(['rev-list', 'main'], chunk =>
      lines.push(chunk.toString()),
    );
    expect(lines.join('').trim().split('\n')).toHaveLength(2);
    execFileSync('git', ['fetch', '--quiet', '--unshallow'], {
      cwd: folder.join('shallow.git'),
    });
    const whole = await openAt(folder.join('shallow.git'));
    expect((await whole.refresh()).diagnostics).toEqual([]);
  });

  it('reads a partial clone without asking its remote', async () => {
    const commit = source.commit({ 'a.yaml': 'a: 1' });
    source.git(['config', 'uploadpack.allowFilter', 'true']);
    execFileSync('git', [
      ...['clone', '--quiet', '--bare', '--filter=blob:none'],
      ...[`file://${source.path}`, folder.join('partial.git')],
    ]);
    const blob = source.idOf('a.yaml');
    fs.renameSync(source.path, folder.join('moved.git'));
    const mirror = await openAt(folder.join('partial.git'));
    expect((await mirror.refresh()).revisions).toEqual({ main: commit });
    const objects = mirror.objects();
    expect(await objects.read(blob)).toEqual({ state: 'missing' });
    objects.close();
  });

  it('runs nothing that the source configures, and leaves it as it was', async () => {
    source.commit({ a: '1' });
    const trap = folder.join('trap');
    const script = folder.join('script');
    fs.writeFileSync(script, `#!/bin/sh\ntouch ${trap}\nexec "$@"\n`);
    fs.chmodSync(script, 0o755);
    for (const key of [
      'core.fsmonitor',
      'uploadpack.packObjectsHook',
      'core.sshCommand',
      'core.alternateRefsCommand',
      'core.pager',
      'gpg.program',
    ]) {
      source.git(['config', key, script]);
    }
    for (const hook of [
      'post-update',
      'reference-transaction',
      'pre-auto-gc',
    ]) {
      fs.mkdirSync(path.join(source.path, 'hooks'), { recursive: true });
      fs.copyFileSync(script, path.join(source.path, 'hooks', hook));
    }
    const before = listing(source.path);
    const mirror = await open();
    await mirror.refresh();
    await mirror.resolve('main~0');
    expect(fs.existsSync(trap)).toBe(false);
    expect(listing(source.path)).toEqual(before);
  });

  it('is made anew when the source is another one or its objects moved', async () => {
    source.commit({ a: '1' });
    await (await open()).refresh();
    const other = new SourceRepository(folder.join('other.git'));
    const commit = other.commit({ b: '1' });
    const mirror = await openAt(other.path);
    expect((await mirror.refresh()).revisions).toEqual({ main: commit });
  });

  it('leaves its configuration alone while others read it', async () => {
    source.commit({ a: '1' });
    await open();
    const file = folder.join('mirror', 'gitconfig');
    fs.utimesSync(file, 1, 1);
    await open();
    expect(fs.statSync(file).mtimeMs).toBe(1000);
    fs.writeFileSync(file, '[safe]\n');
    const reading = fs.openSync(file, 'r');
    await open();
    expect(fs.readFileSync(reading, 'utf8')).toBe('[safe]\n');
    expect(fs.readFileSync(file, 'utf8')).toContain('hooksPath = /dev/null');
    fs.closeSync(reading);
  });

  it('is made anew when it was damaged', async () => {
    const commit = source.commit({ a: '1' });
    const mirror = await open();
    await mirror.refresh();
    fs.rmSync(path.join(mirror.directory, 'objects'), { recursive: true });
    expect((await (await open()).refresh()).revisions).toEqual({
      main: commit,
    });
  });

  it('is made anew when it is damaged while in use', async () => {
    source.commit({ a: '1' });
    const mirror = await open();
    await mirror.refresh();
    fs.rmSync(mirror.directory, { recursive: true });
    const commit = source.commit({ a: '2' });
    expect((await mirror.refresh()).revisions).toEqual({ main: commit });
  });

  it('puts itself in order once nothing new comes', async () => {
    source.commit({ a: '1' });
    const mirror = await open();
    await mirror.refresh();
    source.commit({ a: '2' });
    await mirror.refresh();
    const graph = path.join(mirror.directory, 'objects/info/commit-graphs');
    expect(fs.existsSync(graph)).toBe(false);
    await mirror.refresh();
    expect(fs.existsSync(graph)).toBe(true);
  });

  it('may be opened and refreshed by many at the same time', async () => {
    const commit = source.commit({ a: '1' });
    const results = await Promise.all(
      Array.from({ length: 6 }, async () => (await open()).refresh()),
    );
    for (const { revisions } of results) {
      expect(revisions).toEqual({ main: commit });
    }
    expect(fs.readdirSync(folder.join('mirror'))).toEqual([
      'gitconfig',
      'repository.git',
    ]);
  });

  it('stops when it is told to', async () => {
    source.commit({ a: '1' });
    const mirror = await open();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(mirror.refresh({ signal })).rejects.toThrow('enough');
  });
});

function listing(directory: string): string[] {
  return execFileSync('find', [directory, '-printf', '%p %s %T@\n'])
    .toString()
    .split('\n')
    .sort();
}

function contents(directory: string): string {
  return fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => fs.readFileSync(path.join(entry.parentPath, entry.name)))
    .join('\n');
}
