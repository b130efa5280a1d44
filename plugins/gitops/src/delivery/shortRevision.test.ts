import { shortRevision } from './shortRevision';

const sha = '6aa2976855200d4d6339e6f086c3113286d752ef';

describe('shortRevision', () => {
  it.each([
    [{ revision: `main@sha1:${sha}`, commit: sha }, '6aa29768'],
    [{ revision: '1.31.2' }, '1.31.2'],
    [
      { revision: `latest@sha256:${sha}${sha.slice(0, 24)}` },
      'latest@sha256:6aa29768',
    ],
    [{ revision: 'main' }, 'main'],
  ])('shortens what nobody reads of %p', (revision, short) => {
    expect(shortRevision(revision)).toBe(short);
  });
});
