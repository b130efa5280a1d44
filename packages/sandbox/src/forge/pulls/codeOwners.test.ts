import { ownersOf, parseCodeOwners } from './codeOwners';

const rules = parseCodeOwners(`
# Comment
*                 @acme/platform   # and why
*.md              @writer
/apps/payments/   @acme/payments @ada
docs/             @acme/docs
/charts/*/values.yaml @acme/charts
/deep/**/secret   @acme/security
/free/
`);

describe('ownersOf', () => {
  it.each([
    ['apps/search/app.yaml', ['acme/platform']],
    ['apps/payments/base/app.yaml', ['acme/payments', 'ada']],
    ['README.md', ['writer']],
    ['apps/payments/README.md', ['acme/payments', 'ada']],
    ['other/apps/payments/app.yaml', ['acme/platform']],
    ['a/docs/b', ['acme/docs']],
    ['charts/web/values.yaml', ['acme/charts']],
    ['charts/web/more/values.yaml', ['acme/platform']],
    ['deep/secret', ['acme/security']],
    ['deep/a/b/secret', ['acme/security']],
    // The last rule that fits decides, also where it names nobody.
    ['free/app.yaml', []],
  ])('of %s are %j', (path, owners) => {
    expect(ownersOf(rules, [path]).get(path)).toEqual(owners);
  });

  it('is not confused by what means something to a pattern elsewhere', () => {
    const odd = parseCodeOwners('/a.b+(c)/ @ada\n');
    expect(ownersOf(odd, ['a.b+(c)/d']).get('a.b+(c)/d')).toEqual(['ada']);
    expect(ownersOf(odd, ['aXb+(c)/d']).get('aXb+(c)/d')).toEqual([]);
  });
});
