import fs from 'node:fs';
import { hostname } from 'node:os';
import { withFileLock } from './withFileLock';
import { TemporaryFolder } from './testing/SourceRepository';

describe('withFileLock', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = new TemporaryFolder();
  });
  afterEach(() => folder.remove());

  const options = { timeLimit: 30_000 };

  it('lets one work at a time', async () => {
    const file = folder.join('lock');
    let working = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 5 }, () =>
        withFileLock(file, options, async () => {
          working += 1;
          most = Math.max(most, working);
          await new Promise(resolve => setImmediate(resolve));
          working -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(fs.existsSync(file)).toBe(false);
  });

  it('is given back when the work fails', async () => {
    const file = folder.join('lock');
    const failing = withFileLock(file, options, async () => {
      throw new Error('no luck');
    });
    await expect(failing).rejects.toThrow('no luck');
    expect(fs.existsSync(file)).toBe(false);
  });

  it('takes over the lock of a process that died', async () => {
    const file = folder.join('lock');
    fs.writeFileSync(file, `4194399@${hostname()} left-behind`);
    expect(await withFileLock(file, options, async () => 'done')).toBe('done');
  });

  it('takes over a lock that nobody renews', async () => {
    const file = folder.join('lock');
    fs.writeFileSync(file, '1@another-host left-behind');
    fs.utimesSync(file, 1, 1);
    expect(await withFileLock(file, options, async () => 'done')).toBe('done');
  });

  it('waits no longer than it may', async () => {
    const file = folder.join('lock');
    fs.writeFileSync(file, '1@another-host alive');
    await expect(
      withFileLock(file, { timeLimit: 0 }, async () => 'done'),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });
});
