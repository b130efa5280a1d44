import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { withFileLock } from './withFileLock';
import { TemporaryFolder } from './testing/SourceRepository';

describe('withFileLock', () => {
  let folder: TemporaryFolder;
  let lock: string;
  beforeEach(() => {
    folder = new TemporaryFolder();
    lock = folder.join('lock');
  });
  afterEach(() => folder.remove());

  const options = { timeLimit: 240_000 };
  const leave = (holder: string) => {
    fs.mkdirSync(lock);
    const file = path.join(lock, holder);
    fs.writeFileSync(file, '');
    return file;
  };

  it('lets one work at a time', async () => {
    let working = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 5 }, () =>
        withFileLock(lock, options, async () => {
          working += 1;
          most = Math.max(most, working);
          await new Promise(resolve => setImmediate(resolve));
          working -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
    expect(fs.existsSync(lock)).toBe(false);
  });

  it('is given back when the work fails', async () => {
    const failing = withFileLock(lock, options, async () => {
      throw new Error('no luck');
    });
    await expect(failing).rejects.toThrow('no luck');
    expect(fs.existsSync(lock)).toBe(false);
  });

  it('takes over the lock of a process that died', async () => {
    leave(`4194399@${hostname()}@left-behind`);
    expect(await withFileLock(lock, options, async () => 'done')).toBe('done');
  });

  it('takes nothing from one that took over while another still looked', async () => {
    leave(`4194399@${hostname()}@left-behind`);
    const stat = fsPromises.stat.bind(fsPromises);
    let release = () => {};
    const released = new Promise<void>(resolve => {
      release = resolve;
    });
    let first: Promise<void> | undefined;
    const look = jest
      .spyOn(fsPromises, 'stat')
      .mockImplementationOnce(async file => {
        const seen = await stat(file);
        await new Promise<void>(isWorking => {
          first = withFileLock(lock, options, async () => {
            isWorking();
            await released;
          });
        });
        return seen;
      });
    try {
      const refused = { name: 'ConflictError' };
      const late = () =>
        withFileLock(lock, { timeLimit: 0 }, async () => 'done');
      await expect(late()).rejects.toMatchObject(refused);
      await expect(late()).rejects.toMatchObject(refused);
    } finally {
      look.mockRestore();
      release();
      await first;
    }
  });

  it('takes over a lock that nobody renews', async () => {
    fs.utimesSync(leave('1@another-host@left-behind'), 1, 1);
    expect(await withFileLock(lock, options, async () => 'done')).toBe('done');
  });

  it('waits no longer than it may', async () => {
    leave('1@another-host@alive');
    await expect(
      withFileLock(lock, { timeLimit: 0 }, async () => 'done'),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });
});
