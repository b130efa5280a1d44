import { classifyGitFailure } from './classifyGitFailure';

describe('classifyGitFailure', () => {
  it.each([
    ["fatal: Authentication failed for 'https://h/x/'", 'AuthenticationError'],
    [
      "fatal: could not read Username for 'https://h': terminal prompts disabled",
      'AuthenticationError',
    ],
    [
      "fatal: unable to access 'https://h/x/': The requested URL returned error: 403",
      'AuthenticationError',
    ],
    ['git@h: Permission denied (publickey).', 'AuthenticationError'],
    [
      "fatal: unable to access 'https://h/x/': Could not resolve host: h",
      'ServiceUnavailableError',
    ],
    [
      "fatal: unable to access 'https://h/x/': The requested URL returned error: 503",
      'ServiceUnavailableError',
    ],
    ["fatal: repository 'https://h/x/' not found", 'NotFoundError'],
    ["fatal: 'x' does not appear to be a git repository", 'NotFoundError'],
    ["fatal: cannot change to 'x': No such file or directory", 'NotFoundError'],
    ['fatal: something else', 'Error'],
  ])('takes %j for a %s', (stderr, name) => {
    expect(classifyGitFailure('Reading x', stderr)).toMatchObject({ name });
  });

  it('is one line without credentials', () => {
    const { message } = classifyGitFailure(
      'Fetching x',
      "warning: y\nfatal: bad thing at 'https://dana:hunter2@h/x?token=1'\nmore\n",
    );
    expect(message).toBe("Fetching x: bad thing at 'https://h/x'");
  });
});
