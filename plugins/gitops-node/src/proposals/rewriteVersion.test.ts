import { rewriteVersion, Version } from './rewriteVersion';

const sha = (digit: string) => `sha256:${digit.repeat(64)}`;
const v = (version: string, digest?: string): Version => ({ version, digest });

describe('rewriteVersion', () => {
  it.each<[string, Version, Version, string]>([
    ['v1', v('v1'), v('v2'), 'v2'],
    ['shop/web:v1', v('v1'), v('v2'), 'shop/web:v2'],
    ['shop/web-v1:v1', v('v1'), v('v2'), 'shop/web-v1:v2'],
    ['host:5000/web:5000', v('5000'), v('5001'), 'host:5000/web:5001'],
    [
      `1.2@${sha('a')}`,
      v('1.2', sha('a')),
      v('1.3', sha('b')),
      `1.3@${sha('b')}`,
    ],
    [`web:1@${sha('a')}`, v('1', sha('a')), v('2'), 'web:2'],
    [`web@${sha('a')}`, v('', sha('a')), v('', sha('b')), `web@${sha('b')}`],
    [sha('a'), v('', sha('a')), v('', sha('b')), sha('b')],
    ['shop/web:v1', v('v1'), v('v2', sha('b')), 'shop/web:v2'],
    [
      'https://git.example/x//config?ref=abc&timeout=1s',
      v('abc'),
      v('def'),
      'https://git.example/x//config?ref=def&timeout=1s',
    ],
    [
      'https://git.example/x/releases/download/v1.0.0/all.yaml',
      v('v1.0.0'),
      v('v1.1.0'),
      'https://git.example/x/releases/download/v1.1.0/all.yaml',
    ],
  ])('%s', (text, from, to, expected) => {
    expect(rewriteVersion(text, from, to)).toBe(expected);
  });

  it.each<[string, Version, Version]>([
    ['$(TAG)', v('v1'), v('v2')],
    ['shop/web:v10', v('v1'), v('v2')],
    [`web@${sha('a')}`, v('', sha('a')), v('2')],
    ['web:v1', v('v1'), v('', sha('b'))],
    ['https://x/v1/a/v1/b', v('v1'), v('v2')],
  ])('leaves alone what it can not tell: %s', (text, from, to) => {
    expect(rewriteVersion(text, from, to)).toBeUndefined();
  });
});
