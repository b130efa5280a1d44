import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** A repository that a test writes commits to. */
export interface TestRepository {
  readonly directory: string;
  git(...args: string[]): string;
  /** Writes files, commits them all, and returns the commit's id. */
  commit(files: Readonly<Record<string, string>>, subject: string): string;
}

export function makeRepository(directory: string): TestRepository {
  let clock = Date.UTC(2026, 0, 5) / 1000;
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: directory,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Mara Lindqvist',
        GIT_AUTHOR_EMAIL: 'mara@acme.example',
        GIT_COMMITTER_NAME: 'Mara Lindqvist',
        GIT_COMMITTER_EMAIL: 'mara@acme.example',
        GIT_AUTHOR_DATE: `${clock} +0000`,
        GIT_COMMITTER_DATE: `${clock} +0000`,
      },
    }).trim();
  fs.mkdirSync(directory, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  return {
    directory,
    git,
    commit(files, subject) {
      for (const [file, text] of Object.entries(files)) {
        const target = path.join(directory, file);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.writeFileSync(target, text);
      }
      clock += 3600;
      git('add', '--all');
      git('commit', '--quiet', '--message', subject);
      return git('rev-parse', 'HEAD');
    },
  };
}
