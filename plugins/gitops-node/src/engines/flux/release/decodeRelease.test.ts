import { gzipSync } from 'node:zlib';
import { Resource } from '../../../manifests/Resource';
import { decodeRelease } from './decodeRelease';

const release = {
  name: 'shop',
  namespace: 'shop',
  version: 3,
  config: { password: 'hunter2' },
  manifest: `---
# Source: shop/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: other }
data: { mode: "0644" }
`,
};

function secret(content: unknown, pack = gzipSync): Resource {
  const json = Buffer.from(JSON.stringify(content));
  const inner = pack(json).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'helm.sh/release.v1',
    metadata: { name: 'sh.helm.release.v1.shop.v3', namespace: 'apps' },
    data: { release: Buffer.from(inner).toString('base64') },
  };
}

describe('decodeRelease', () => {
  it('reads what Helm installed, and nothing else', async () => {
    const read = await decodeRelease(secret(release));
    expect(read).toMatchObject({
      type: 'release',
      name: 'shop',
      namespace: 'shop',
      version: 3,
      resources: [
        { kind: 'Deployment', metadata: { name: 'shop' } },
        { kind: 'ConfigMap', data: { mode: '0644' } },
      ],
    });
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });

  it('reads a release that is stored without packing', async () => {
    const plain = secret(release, content => Buffer.from(content.toString()));
    expect(await decodeRelease(plain)).toMatchObject({ type: 'release' });
  });

  it('says why it can not be read, without quoting it', async () => {
    const reasonOf = async (object: Resource) => {
      const read = await decodeRelease(object);
      return read.type === 'unreadable' ? read.reason : 'read';
    };
    expect(await reasonOf({ ...secret(release), type: 'Opaque' })).toMatch(
      /no Secret with a Helm release/,
    );
    expect(
      await reasonOf({ ...secret(release), data: { release: 'aHVudGVyMg==' } }),
    ).toBe('It is damaged, or larger than what is read');
    expect(await reasonOf(secret({ ...release, manifest: 7 }))).toBe(
      'It has no manifest',
    );
    expect(await reasonOf(secret({ ...release, manifest: 'a: [' }))).toBe(
      'Its manifest is not YAML',
    );
  });

  it('does not unpack a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
    expect(await decodeRelease(secret(release, () => bomb))).toEqual({
      type: 'unreadable',
      reason: 'It is damaged, or larger than what is read',
    });
  });
});
