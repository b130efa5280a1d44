import { buildCommitGraph, mainRef } from './commitGraph';
import { Landing, PullRequest } from './Landing';

const ada = { name: 'Ada', email: 'ada@quillmoor.example' };
const bob = { name: 'Bob', email: 'bob@quillmoor.example' };
const forge = { name: 'Forge', email: 'noreply@quillmoor.example' };

const first: Landing = {
  type: 'direct',
  author: ada,
  at: 100,
  subject: 'Begin',
  edits: [
    { type: 'write', path: 'a', text: 'one\n' },
    { type: 'write', path: 'b', text: 'one\n' },
  ],
};

function request(as: 'merge' | 'squash' | undefined): PullRequest {
  return {
    type: 'pullRequest',
    branch: 'two',
    title: 'Say two',
    author: ada,
    openedAt: 200,
    commits: [
      {
        author: ada,
        at: 200,
        subject: 'Say two',
        edits: [
          {
            type: 'rewrite',
            path: 'a',
            rewrite: text => text.replace('one', 'two'),
          },
        ],
      },
    ],
    approvers: [bob],
    landed: as && { as, at: 400, by: bob },
  };
}

const meanwhile: Landing = {
  type: 'direct',
  author: bob,
  at: 300,
  subject: 'Change b',
  edits: [{ type: 'write', path: 'b', text: 'three\n' }],
};

const build = (landings: Landing[]) =>
  buildCommitGraph({ owner: 'acme', forge, landings });

describe('buildCommitGraph', () => {
  it('merges a pull request into a main that has gone on', () => {
    const { commits, files } = build([request('merge'), meanwhile, first]);
    expect(commits.map(({ ref, parents }) => [ref, parents])).toEqual([
      [mainRef, []],
      ['refs/pull/1/head', [1]],
      [mainRef, [1]],
      [mainRef, [3, 2]],
    ]);
    expect(commits[3]).toMatchObject({
      author: bob,
      committer: forge,
      committedAt: 400,
      message:
        'Merge pull request #1 from acme/two\n\nSay two\n\nReviewed-by: Bob <bob@quillmoor.example>',
      changes: [{ path: 'a', text: 'two\n' }],
    });
    expect(Object.fromEntries(files)).toEqual({ a: 'two\n', b: 'three\n' });
  });

  it('squashes into one commit of the author, numbered in its subject', () => {
    const { commits } = build([first, request('squash')]);
    expect(commits[2]).toMatchObject({
      parents: [1],
      author: ada,
      committer: forge,
      message: expect.stringMatching(/^Say two \(#1\)\n/),
    });
  });

  it('keeps an open pull request off the main branch', () => {
    const { files, pullRequests } = build([first, request(undefined)]);
    expect(files.get('a')).toBe('one\n');
    expect(pullRequests).toMatchObject([{ number: 1, head: 2 }]);
    expect(pullRequests[0].landed).toBeUndefined();
  });

  it('refuses an edit that changes nothing', () => {
    const again: Landing = {
      ...meanwhile,
      edits: [{ type: 'rewrite', path: 'a', rewrite: text => text }],
    };
    expect(() => build([first, again])).toThrow('Nothing to edit in a');
  });
});
