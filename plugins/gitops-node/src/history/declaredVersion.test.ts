import {
  artifactNameOf,
  declaredVersion,
  describeMove,
  lastKey,
} from './declaredVersion';

const digest = `sha256:${'a'.repeat(64)}`;

describe('declaredVersion', () => {
  it.each([
    ['images[name=shop/cart].newTag', 'v41', { version: 'v41' }],
    ['image_tag', 'v41', { version: 'v41' }],
    ['image.tag', `1.2.3@${digest}`, { version: '1.2.3', digest }],
    ['images[name=cart].digest', digest, { version: '', digest }],
    [
      'spec.containers[name=cart].image',
      'registry.example:5000/shop/cart:v41',
      { version: 'v41' },
    ],
    [
      'spec.containers[name=cart].image',
      `shop/cart:v41@${digest}`,
      { version: 'v41', digest },
    ],
    ['spec.image', `shop/cart@${digest}`, { version: '', digest }],
    [
      'resources[url=https://git.example/shop//deploy]',
      'https://git.example/shop//deploy?timeout=1&ref=abc',
      { version: 'abc' },
    ],
    ['spec.source.targetRevision', 'release/1.2', { version: 'release/1.2' }],
    ['spec.chart.spec.version', '>=1.0.0 <2', { version: '>=1.0.0 <2' }],
  ])('of %s: %s', (field, value, expected) => {
    expect(declaredVersion(field, value)).toEqual(expected);
  });
});

describe('artifactNameOf', () => {
  it.each([
    ['images[name=shop/cart].newTag', 'v41', 'shop/cart'],
    ['spec.containers[name=x].image', 'shop/cart:v41', 'shop/cart'],
    ['resources[0]', 'https://git.example/a?ref=b', 'https://git.example/a'],
    ['image.tag', 'v41', undefined],
    ['patches[0].patch|#0|images[name=a].newTag', 'v1', 'a'],
  ])('of %s: %s', (field, value, expected) => {
    expect(artifactNameOf(field, value)).toBe(expected);
  });
});

describe('lastKey', () => {
  it.each([
    ['images[name=a.b/c].newTag', 'newTag'],
    ['resources[url=https://x.example/y]', 'resources'],
    ['patch|Deployment/_/x|spec.image', 'image'],
  ])('of %s', (field, expected) => expect(lastKey(field)).toBe(expected));
});

describe('describeMove', () => {
  it('shows the digest only where it alone moved', () => {
    const a = { version: 'v1', digest: 'sha256:a' };
    const b = { version: 'v1', digest: 'sha256:b' };
    expect(describeMove(a, b)).toEqual({
      from: 'v1@sha256:a',
      to: 'v1@sha256:b',
    });
    expect(describeMove(a, { version: 'v2', digest: 'sha256:b' })).toEqual({
      from: 'v1',
      to: 'v2',
    });
    expect(describeMove(a, a)).toBeUndefined();
    expect(describeMove(undefined, a)).toEqual({ to: 'v1' });
  });
});
