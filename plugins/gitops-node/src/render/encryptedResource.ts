import { z } from 'zod';
import { Resource } from '../manifests/Resource';
import { RenderedResource } from './RecipeRender';

// As SOPS writes values, and the files that it encrypts as a whole.
const encrypted = /ENC\[AES256_GCM,|"sops":\s*\{|^sops_mac=/m;

const hashed = /-[a-z0-9]{10}$/;

const data = z.object({
  data: z.record(z.string(), z.unknown()).optional(),
  stringData: z.record(z.string(), z.unknown()).optional(),
  metadata: z.object({ name: z.string() }),
});

/** An object with what SOPS has encrypted told apart from what is declared. */
export interface EncryptedReading {
  readonly rendered: RenderedResource;
  /** Its name is made of what is encrypted. */
  readonly isNameUnknown: boolean;
}

/** What is encrypted is decrypted by the engine, with a key of its cluster. */
export function readEncrypted(rendered: RenderedResource): EncryptedReading {
  const { resource } = rendered;
  const reason = 'it is encrypted';
  if ('sops' in resource) {
    const { sops: _, ...rest } = resource;
    const plain = {
      ...rest,
      apiVersion: resource.apiVersion,
      kind: resource.kind,
    };
    return {
      rendered: { ...rendered, resource: plain, indeterminate: reason },
      isNameUnknown: false,
    };
  }
  if (!holdsEncrypted(resource)) return { rendered, isNameUnknown: false };
  const name = data.safeParse(resource).data?.metadata.name ?? '';
  return {
    rendered: { ...rendered, indeterminate: reason },
    // Kustomize ends a generated name in a hash of the content.
    isNameUnknown: hashed.test(name),
  };
}

function holdsEncrypted(resource: Resource): boolean {
  const content = data.safeParse(resource).data;
  if (content === undefined) return false;
  const isSecret = resource.kind === 'Secret';
  const texts = [
    ...Object.values(content.data ?? {}).map(value =>
      isSecret ? decoded(value) : value,
    ),
    ...Object.values(content.stringData ?? {}),
  ];
  return texts.some(text => typeof text === 'string' && encrypted.test(text));
}

function decoded(value: unknown): unknown {
  return typeof value === 'string'
    ? Buffer.from(value, 'base64').toString('utf8')
    : value;
}
