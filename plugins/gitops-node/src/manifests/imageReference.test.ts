import { parseImageReference, splitImage } from './imageReference';

const digest = `sha256:${'c'.repeat(64)}`;

describe('parseImageReference', () => {
  it.each([
    ['shop', { name: 'shop' }],
    ['acme/shop:v1', { name: 'acme/shop', tag: 'v1' }],
    ['localhost:5000/shop', { name: 'localhost:5000/shop' }],
    [
      'registry.acme.example:443/a/b__c:1.0-rc.1_x',
      {
        name: 'registry.acme.example:443/a/b__c',
        tag: '1.0-rc.1_x',
      },
    ],
    [`acme/shop:v1@${digest}`, { name: 'acme/shop', tag: 'v1', digest }],
    [`acme/shop@${digest}`, { name: 'acme/shop', digest }],
    ['docker://acme/shop:v1', { name: 'acme/shop', tag: 'v1' }],
  ])('%s', (text, expected) => {
    expect(parseImageReference(text)).toEqual({
      tag: undefined,
      digest: undefined,
      ...expected,
    });
  });

  it.each([
    '',
    'Acme/Shop',
    'acme/shop:${TAG}',
    'a b',
    'acme/shop:',
    'https://x.y/z',
    '{{ .image }}',
    'x'.repeat(600),
  ])('%s is none', text => expect(parseImageReference(text)).toBeUndefined());

  it('answers at once for text made to be slow', () => {
    expect(parseImageReference(`${'a.'.repeat(250)}!`)).toBeUndefined();
  });
});

describe('splitImage', () => {
  it('takes apart also what no registry would accept', () => {
    expect(splitImage('acme/shop:${TAG}')).toEqual({
      name: 'acme/shop',
      tag: '${TAG}',
      digest: undefined,
    });
    expect(splitImage('host:5000/shop@sha256:x')).toEqual({
      name: 'host:5000/shop',
      digest: 'sha256:x',
    });
  });
});
