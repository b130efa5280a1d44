import { imageMismatch } from './imageMismatch';

const image = (name: string, version: string, digest?: string) => ({
  kind: 'image' as const,
  name,
  version,
  ...(digest !== undefined && { digest }),
});

describe('imageMismatch', () => {
  it.each([
    ['the same', [image('a/cart', 'v1')], [image('a/cart', 'v1')], []],
    ['another', [image('a/cart', 'v2')], [image('a/cart', 'v1')], ['v1']],
    [
      'both, while it rolls out',
      [image('a/cart', 'v2')],
      [image('a/cart', 'v2'), image('a/cart', 'v1')],
      ['v1'],
    ],
    ['nothing', [image('a/cart', 'v2')], [], []],
    ['what Git says nothing of', [], [image('mesh/proxy', 'v1')], []],
    [
      'the same under its full name',
      [image('nginx', '1.27'), image('acme/cart', 'v1')],
      [
        image('docker.io/library/nginx', '1.27'),
        image('docker.io/acme/cart', 'v1'),
      ],
      [],
    ],
    [
      'the same digest under another tag',
      [image('a/cart', 'v1', 'sha256:1')],
      [image('a/cart', 'latest', 'sha256:1')],
      [],
    ],
    [
      'another digest under the same tag',
      [image('a/cart', 'v1', 'sha256:1')],
      [image('a/cart', 'v1', 'sha256:2')],
      ['v1'],
    ],
    [
      'of no declared version',
      [image('a/cart', '')],
      [image('a/cart', 'v1')],
      [],
    ],
  ])(
    'tells what runs in place of what is declared: %s',
    (_, declared, running, expected) => {
      expect(imageMismatch(declared, running)).toEqual(expected);
    },
  );
});
