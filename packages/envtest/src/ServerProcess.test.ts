import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ServerProcess } from './ServerProcess';

describe('ServerProcess', () => {
  let directory: string;
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'envtest-process-'));
  });
  afterEach(() => fs.rmSync(directory, { recursive: true }));

  const log = () => path.join(directory, 'log');

  it('ends when it is told to, also while it is paused', async () => {
    const program = new ServerProcess('sleep', ['600'], log());
    program.pause();
    await program.stop();

    expect(program.hasEnded).toBe(true);
  });

  it('keeps what a program said that did not start', async () => {
    const program = new ServerProcess('sh', ['-c', 'echo no; exit 1'], log());
    await ended(() => !program.hasEnded);
    const absent = new ServerProcess('/nowhere/etcd', [], log());
    await absent.stop();

    expect(program.lastLines()).toContain('no');
    expect(absent.lastLines()).toContain('ENOENT');
  });

  it('ends with the process that started it, however that ends', async () => {
    const code = `
      const { ServerProcess } = require(${JSON.stringify(
        require.resolve('./ServerProcess'),
      )});
      const program = new ServerProcess('sleep', ['600'], ${JSON.stringify(
        log(),
      )});
      console.log(program.pid);
      setInterval(() => {}, 1000);
    `;
    const starter = spawn(process.execPath, [
      '--require',
      require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
      '--eval',
      code,
    ]);
    const pid = await new Promise<number>((resolve, reject) => {
      starter.stdout.once('data', text => resolve(Number(text)));
      starter.once('error', reject);
      starter.once('exit', () => reject(new Error('It ended early')));
    });
    expect(isRunning(pid)).toBe(true);

    starter.kill('SIGKILL');
    await ended(() => isRunning(pid));

    expect(isRunning(pid)).toBe(false);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // Where nobody asks how an orphan ended, it stays listed as a zombie.
    const stat = `/proc/${pid}/stat`;
    return !fs.existsSync(stat) || !/\) Z /.test(fs.readFileSync(stat, 'utf8'));
  } catch {
    return false;
  }
}

async function ended(lives: () => boolean): Promise<void> {
  while (lives()) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
