import { Resource } from '../../../manifests/Resource';
import { desiredUnit } from '../__testUtils__/desiredUnit';
import { contentDigest } from './contentDigest';
import { ContentDigests } from './ContentDigests';

const secret = (password: string): Resource => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'password', namespace: 'shop' },
  stringData: { password },
});
const flags: Resource = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  data: { a: '1' },
};

describe('contentDigest', () => {
  it('is the same for the same content, in whatever order it is written', async () => {
    const digest = await contentDigest(desiredUnit([secret('a'), flags]));
    const { data, ...rest } = flags;
    const reordered = desiredUnit([{ data, ...rest }, secret('a')]);
    expect(await contentDigest(reordered, digest)).toBe(digest);
    const changed = desiredUnit([secret('b'), flags]);
    expect(await contentDigest(changed, digest)).not.toBe(digest);
    const moved = desiredUnit([secret('a'), flags], { namespace: 'other' });
    expect(await contentDigest(moved, digest)).not.toBe(digest);
  });

  it('can not be looked up: each is salted anew', async () => {
    const unit = desiredUnit([secret('a')]);
    expect(await contentDigest(unit)).not.toBe(await contentDigest(unit));
  });
});

describe('ContentDigests', () => {
  it('stays comparable with what was told last', async () => {
    const digests = new ContentDigests();
    const first = await digests.of(desiredUnit([flags]), undefined);
    expect(await digests.of(desiredUnit([flags]), undefined)).toBe(first);
    const theirs = await contentDigest(desiredUnit([flags]));
    expect(await digests.of(desiredUnit([flags]), theirs)).toBe(theirs);
    expect(await digests.of(desiredUnit([secret('a')]), theirs)).not.toBe(
      theirs,
    );
  });
});
