import fs from 'node:fs';
import path from 'node:path';
import { makePayments } from './testing/makePayments';
import { runGitops } from './testing/runGitops';

const { folder, gitops } = makePayments();

describe('gitops, used wrongly', () => {
  it.each<[string, string[], RegExp]>([
    ['an unknown command', ['targts', '.'], /no command 'targts'/],
    ['no repository', ['targets'], /name a repository: a path or a URL/],
    ['two repositories', ['targets', 'a', 'b'], /one repository at a time/],
    [
      'an unknown option',
      ['targets', '.', '--servce', 'x'],
      /unknown option '--servce'/,
    ],
    [
      'an option without its value',
      ['targets', '.', '--service'],
      /'--service <value>' argument missing/,
    ],
    [
      'a required option that is missing',
      ['history', 'platform-config', '--service', 'payments'],
      /--environment E is missing/,
    ],
    [
      'a limit that is none',
      [
        ...['history', 'platform-config', '--service', 'payments'],
        ...['--environment', 'staging', '--limit', '10001'],
      ],
      /--limit must be a whole number from 1 to 10000/,
    ],
    ['a path that is not there', ['targets', 'nowhere'], /there is no folder/],
    [
      'a folder that is no repository',
      ['targets', 'empty'],
      /not a Git repository/i,
    ],
    ['a file', ['targets', 'file'], /is a file, not a Git repository/],
    [
      'a URL with a password',
      ['targets', 'https://robot:hunter2@git.example.com/x'],
      /holds credentials/,
    ],
    [
      'a URL that runs a program',
      ['targets', 'ext::sh -c "touch owned"'],
      /runs a program/,
    ],
    [
      'an unreachable URL',
      ['targets', 'http://127.0.0.1:1/acme/config.git'],
      /127\.0\.0\.1/,
    ],
    [
      'an unknown commit',
      ['targets', 'platform-config', '--ref', 'no-such-branch'],
      /no-such-branch/,
    ],
    [
      'a ref that git would take for an option',
      ['targets', 'platform-config', '--ref=--output=owned'],
      /--output=owned/,
    ],
    [
      'an unknown service, and which are near',
      ['targets', 'platform-config', '--service', 'payment'],
      /no service 'payment'; there is payments/,
    ],
    [
      'an unknown environment, and which there are',
      [
        ...['history', 'platform-config', '--service', 'payments'],
        ...['--environment', 'prod'],
      ],
      /no environment 'prod'; there are production, staging/,
    ],
    [
      'an unknown cluster',
      ['targets', 'platform-config', '--cluster', 'eu1'],
      /no cluster 'eu1'; the repository declares none/,
    ],
    [
      'a directory that is not there',
      ['render', 'platform-config', '--path', 'nowhere'],
      /there is no directory 'nowhere'/,
    ],
    [
      'a directory outside',
      ['render', 'platform-config', '--path', '../..'],
      /there is no directory '\.\.\/\.\.'/,
    ],
    [
      'a configuration that is not there',
      ['targets', 'platform-config', '--config', 'nowhere.yaml'],
      /nowhere\.yaml can't be read/,
    ],
  ])('refuses %s with one clear line', async (_, args, message) => {
    fs.mkdirSync(path.join(folder, 'empty'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'file'), '');
    const { code, stdout, stderr } = await gitops(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('hunter2');
    expect(fs.existsSync(path.join(folder, 'owned'))).toBe(false);
  });

  it('says where the cache can be put when it cannot be written', async () => {
    fs.writeFileSync(path.join(folder, 'no-folder'), '');
    const { code, stderr } = await runGitops(['targets', 'platform-config'], {
      cwd: folder,
      cache: path.join(folder, 'no-folder'),
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/can't be written.*XDG_CACHE_HOME/);
  });

  it('prints help without touching anything', async () => {
    expect(await gitops('--help')).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = await gitops('history', '--help');
    expect(stdout).toMatch(
      /Usage: gitops history REPO --service S --environment E/,
    );
    expect((await gitops()).code).toBe(2);
  });
});
