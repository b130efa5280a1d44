import fs from 'node:fs/promises';
import { readPullRequests } from '../history/pullRequestsFile';
import type { PullRequestPage } from '../history/pullRequestsFile';
import { Accounts } from './accounts/Accounts';
import { CheckRun } from './checks/Check';
import { isoTime } from './git/CommitDetails';
import { GitRefs } from './git/GitRefs';
import { PullRequest } from './pulls/PullRequest';
import {
  BranchProtection,
  emptyRecord,
  RepositoryRecord,
} from './RepositoryRecord';
import { ServedRepository } from './ServedRepository';

/**
 * The record that a repository's history leaves: its pull requests, their
 * approvals and, of those still open, a check that went well.
 */
export async function seedRecord(options: {
  readonly served: ServedRepository;
  readonly accounts: Accounts;
  /** Of the default branch, where the forge may write. */
  readonly protection?: BranchProtection;
  /** Login of whoever checks pull requests. */
  readonly checker: string;
}): Promise<RepositoryRecord> {
  const { served, accounts, checker } = options;
  const { birthtimeMs } = await fs.stat(served.gitDirectory);
  const pages = await readPullRequests(served.gitDirectory);
  const begun = Math.min(
    birthtimeMs,
    ...pages.map(({ openedAt }) => openedAt * 1000),
  );
  const record = emptyRecord(isoTime(begun));
  record.pushedAt = isoTime(birthtimeMs);
  const refs = new GitRefs(served.gitDirectory);
  const branch = await refs.defaultBranch();
  if (options.protection && served.writable) {
    record.protections[branch] = options.protection;
  }
  const head = (await refs.branch(branch)) ?? '';
  const landings = pages.flatMap(({ landed }) => landed?.commit ?? []);
  const parents = await refs.firstParents(landings);
  for (const page of pages) {
    const base = (page.landed && parents.get(page.landed.commit)) ?? head;
    record.pullRequests.push(
      seedPullRequest(record, { page, branch, base, accounts }),
    );
    if (page.landed) continue;
    record.lastId += 1;
    record.checkRuns.push(passedCheck(record.lastId, page, checker));
  }
  record.lastNumber = Math.max(0, ...pages.map(({ number }) => number));
  return record;
}

function seedPullRequest(
  record: RepositoryRecord,
  options: {
    readonly page: PullRequestPage;
    readonly branch: string;
    readonly base: string;
    readonly accounts: Accounts;
  },
): PullRequest {
  const { page, branch, base, accounts } = options;
  const login = (name: string) => accounts.named(name)?.login ?? name;
  const openedAt = isoTime(page.openedAt * 1000);
  const landedAt = page.landed && isoTime(page.landed.at * 1000);
  return {
    number: page.number,
    title: page.title,
    ...(page.body !== undefined && { body: page.body }),
    author: login(page.author),
    state: page.landed ? 'closed' : 'open',
    draft: false,
    headRef: page.branch,
    headSha: page.head,
    baseRef: branch,
    baseSha: base,
    createdAt: openedAt,
    updatedAt: landedAt ?? openedAt,
    ...(landedAt && { closedAt: landedAt }),
    ...(page.landed &&
      landedAt && {
        merged: {
          at: landedAt,
          by: login(page.landed.by),
          commit: page.landed.commit,
        },
      }),
    ...{ labels: [], requestedUsers: [], requestedTeams: [], comments: [] },
    reviews: page.approvers.map(name => {
      record.lastId += 1;
      return {
        id: record.lastId,
        user: login(name),
        state: 'APPROVED',
        body: '',
        submittedAt: landedAt ?? openedAt,
        commit: page.head,
      };
    }),
  };
}

function passedCheck(
  id: number,
  { head, openedAt }: PullRequestPage,
  app: string,
): CheckRun {
  const at = isoTime(openedAt * 1000);
  return {
    ...{ id, app, sha: head, name: 'lint' },
    ...{ status: 'completed', conclusion: 'success' },
    ...{ startedAt: at, completedAt: at },
  };
}
