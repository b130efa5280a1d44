import { CodeOwners } from './CodeOwners';
import { matchesOwnedPath } from './matchesOwnedPath';

describe('matchesOwnedPath', () => {
  it.each([
    ['*', 'any/file.yaml', true],
    ['*.js', 'src/deep/file.js', true],
    ['*.js', 'src/file.jsx', false],
    ['/build/logs/', 'build/logs/a/b.log', true],
    ['/build/logs/', 'x/build/logs/a.log', false],
    ['docs/*', 'docs/getting-started.md', true],
    ['docs/*', 'docs/build-app/troubleshooting.md', false],
    ['apps/', 'platform/apps/web/kustomization.yaml', true],
    ['apps/', 'apps', false],
    ['/apps/web', 'apps/web/staging/kustomization.yaml', true],
    ['/apps/web', 'apps/website/kustomization.yaml', false],
    ['apps/web', 'other/apps/web/x.yaml', false],
    ['**/logs', 'build/logs/a.log', true],
    ['**/logs', 'logs/a.log', true],
    ['apps/**/production', 'apps/a/b/production/x.yaml', true],
    ['apps/**/production', 'apps/production/x.yaml', true],
    ['apps/**', 'apps/a/b.yaml', true],
    ['web-?.yaml', 'a/web-1.yaml', true],
    ['!apps', 'apps/a.yaml', false],
    ['/', 'apps/a.yaml', false],
    ['apps/(a|b)+$', 'apps/aab', false],
  ])('%s and %s: %s', (pattern, path, expected) => {
    expect(matchesOwnedPath(pattern, path)).toBe(expected);
  });

  it('does not take a pattern for more work than its length', () => {
    const pattern = `${'*a'.repeat(2_000)}b`;
    expect(matchesOwnedPath(pattern, 'a'.repeat(4_000))).toBe(false);
  });
});

describe('CodeOwners', () => {
  it('takes the last rule that matches, also one without owners', () => {
    const owners = CodeOwners.parse(
      [
        '# everybody',
        '*            @acme/platform',
        '/apps/       @dev-a @acme/apps dev@acme.example # the team',
        '/apps/open/',
        'a\\ b.yaml   @dev-b',
      ].join('\r\n'),
    );
    expect(owners.ownersOf('README.md')).toEqual(['acme/platform']);
    expect(owners.ownersOf('apps/web.yaml')).toEqual(['dev-a', 'acme/apps']);
    expect(owners.ownersOf('apps/open/web.yaml')).toEqual([]);
    expect(owners.ownersOf('x/a b.yaml')).toEqual(['dev-b']);
  });

  it("joins what GitLab's sections say, with their defaults", () => {
    const owners = CodeOwners.parse(
      [
        '* @group/all',
        '[Payments][2] @group/sub/payments @@maintainer',
        'pay/',
        'pay/open @dev-a',
        '^[Docs]',
        '*.md @dev-b',
      ].join('\n'),
    );
    expect(owners.ownersOf('pay/web.yaml')).toEqual([
      'group/all',
      'group/sub/payments',
    ]);
    expect(owners.ownersOf('pay/open/a.md')).toEqual([
      'group/all',
      'dev-a',
      'dev-b',
    ]);
  });
});
