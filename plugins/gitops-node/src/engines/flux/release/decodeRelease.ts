import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { textAt } from '../../builtin/readField';
import { Manifest } from '../../../manifests/Manifest';
import { parseYaml } from '../../../manifests/parseYaml';
import { isResource, Resource } from '../../../manifests/Resource';
import { resourceValue } from '../../../manifests/resourceValue';

/** An etcd object is below 2 MB; much more would not be a release. */
const maximumEncoded = 4 * 1024 * 1024;
/** Chart, values and manifest together, unpacked. */
const maximumDecoded = 64 * 1024 * 1024;
const maximumManifest = 16 * 1024 * 1024;

const releaseSchema = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1),
  version: z.number().int(),
  manifest: z.string().max(maximumManifest),
});

/** A stored release: what Helm installed, or why that can't be read. */
export type DecodedRelease =
  | {
      readonly type: 'release';
      readonly name: string;
      /** Of objects that name none. */
      readonly namespace: string;
      readonly version: number;
      /** Without hooks, which come and go. */
      readonly resources: readonly Resource[];
    }
  | { readonly type: 'unreadable'; readonly reason: string };

const unpack = promisify(gunzip);

/**
 * The release in a Secret of the type `helm.sh/release.v1`: its `data.release`
 * is base64 of base64 of gzip of JSON. Values and the chart, which may hold
 * secrets, are let go.
 */
export async function decodeRelease(secret: Resource): Promise<DecodedRelease> {
  if (textAt(secret, 'type') !== 'helm.sh/release.v1') {
    return unreadable('It is no Secret with a Helm release');
  }
  const encoded = textAt(secret, 'data', 'release') ?? '';
  if (encoded.length > maximumEncoded) return unreadable('It is too large');
  let content: unknown;
  try {
    content = JSON.parse((await unpacked(encoded)).toString('utf8'));
  } catch {
    // The error would quote what is in it.
    return unreadable('It is damaged, or larger than what is read');
  }
  const release = releaseSchema.safeParse(content);
  if (!release.success) return unreadable('It has no manifest');
  const { manifest, name, namespace, version } = release.data;
  const resources = resourcesIn(manifest);
  return resources === undefined
    ? unreadable('Its manifest is not YAML')
    : { type: 'release', name, namespace, version, resources };
}

/** Old releases are stored as they are. */
async function unpacked(encoded: string): Promise<Buffer> {
  const text = Buffer.from(encoded, 'base64').toString('latin1');
  const stored = Buffer.from(text, 'base64');
  const isPacked = stored[0] === 0x1f && stored[1] === 0x8b;
  return isPacked
    ? unpack(stored, { maxOutputLength: maximumDecoded })
    : stored;
}

function resourcesIn(manifest: string): readonly Resource[] | undefined {
  const { documents, diagnostics } = parseYaml(manifest, {
    branch: '',
    file: 'release',
  });
  if (diagnostics.some(({ code }) => code !== 'duplicate-key')) {
    return undefined;
  }
  return documents.flatMap(document =>
    Manifest.of(document).flatMap(({ root }) => {
      const resource = resourceValue(root);
      return isResource(resource) ? [resource] : [];
    }),
  );
}

function unreadable(reason: string): DecodedRelease {
  return { type: 'unreadable', reason };
}
