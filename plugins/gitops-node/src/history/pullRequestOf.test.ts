import { pullRequestOf, pullRequestUrl } from './pullRequestOf';

describe('pullRequestOf', () => {
  it.each([
    ['Merge pull request #12 from acme/topic', '', 12],
    ["Merge pull request 'Raise cart' (#12) from topic into main", '', 12],
    ['Merged in topic (pull request #12)', '', 12],
    ['Merged PR 12: Raise cart', '', 12],
    ['Pull request #12: Raise cart', '', 12],
    ['Raise cart (#12)', '', 12],
    ['Revert "Raise cart (#11)" (#12)', '', 12],
    ["Merge branch 'topic' into 'main'", 'x\n\nSee merge request a/b!12', 12],
    ['Revert "Raise cart (#11)"', '', undefined],
    ['Fix #12', '', undefined],
    ['Raise cart (#0)', '', undefined],
    ['Raise cart (#99999999999999999999)', '', undefined],
  ])('reads %j', (subject, body, number) => {
    expect(pullRequestOf(subject, body)).toBe(number);
  });
});

describe('pullRequestUrl', () => {
  it.each([
    [
      'https://github.com/acme/config.git',
      'https://github.com/acme/config/pull/7',
    ],
    ['git@github.com:acme/config.git', 'https://github.com/acme/config/pull/7'],
    [
      'https://dana:x@gitlab.acme.example/a/b/',
      'https://gitlab.acme.example/a/b/-/merge_requests/7',
    ],
    [
      'https://codeberg.org/acme/config',
      'https://codeberg.org/acme/config/pulls/7',
    ],
    ['https://git.acme.example/acme/config', undefined],
    ['/srv/config.git', undefined],
  ])('of %s', (url, expected) => {
    expect(pullRequestUrl(url, 7)).toBe(expected);
  });
});
