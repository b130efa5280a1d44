import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Rewrites a file of a bare repository on a branch and merges that into main,
 * as a forge does when someone presses its button.
 */
export function mergeChange({ repository, file, title, number, rewrite }) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'merge-'));
  const git = (...args) =>
    execFileSync('git', args, {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Priya Raman',
        GIT_AUTHOR_EMAIL: 'priya.raman@quillmoor.example',
        GIT_COMMITTER_NAME: 'Priya Raman',
        GIT_COMMITTER_EMAIL: 'priya.raman@quillmoor.example',
      },
    });
  try {
    git('clone', '--quiet', '--branch', 'main', repository, '.');
    git('checkout', '--quiet', '-b', 'change');
    const target = path.join(directory, file);
    fs.writeFileSync(target, rewrite(fs.readFileSync(target, 'utf8')));
    git('commit', '--quiet', '--all', '--message', title);
    git('checkout', '--quiet', 'main');
    const subject = `Merge pull request #${number} from quillmoor/change`;
    git('merge', '--quiet', '--no-ff', '-m', subject, '-m', title, 'change');
    git('push', '--quiet', 'origin', 'main');
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}
