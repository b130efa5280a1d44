import { InputError } from '@backstage/errors';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

export interface OpaBundle {
  readonly wasm: Uint8Array;
  readonly data: object;
}

/** What a bundle may hold when it is unpacked. */
const maximumBytes = 64 * 1024 * 1024;

/** Reads a compiled bundle, or a bare module. */
export async function readOpaBundle(content: Uint8Array): Promise<OpaBundle> {
  const isModule = Buffer.from(content.subarray(0, 4)).equals(
    Buffer.from('\0asm'),
  );
  if (isModule) return { wasm: content, data: {} };
  const files = await unpack(content);
  const wasm = files.get('policy.wasm');
  if (wasm === undefined) {
    throw new InputError(
      'The bundle holds no policy.wasm; build it with -t wasm',
    );
  }
  const text = files.get('data.json')?.toString('utf8') ?? '{}';
  const data: unknown = JSON.parse(text);
  return { wasm, data: typeof data === 'object' && data !== null ? data : {} };
}

async function unpack(
  content: Uint8Array,
): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  let bytes = 0;
  const archive = extract();
  archive.on('entry', ({ name, type }, stream, next) => {
    const keep = async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of stream) {
        if (!(chunk instanceof Uint8Array)) continue;
        bytes += chunk.length;
        if (bytes > maximumBytes) throw new InputError('it is too large');
        chunks.push(chunk);
      }
      if (type === 'file') {
        files.set(name.replace(/^\.?\//, ''), Buffer.concat(chunks));
      }
    };
    keep().then(() => next(), next);
  });
  try {
    await pipeline(Readable.from([content]), createGunzip(), archive);
  } catch (error) {
    throw new InputError('The policy is no bundle (bundle.tar.gz)', error);
  }
  return files;
}
