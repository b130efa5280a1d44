import { z } from 'zod';
import { Resource } from '../manifests/Resource';

const named = z.object({
  metadata: z.object({
    name: z.string().optional(),
    generateName: z.string().optional(),
    namespace: z.string().optional(),
  }),
});

/** Group, kind, namespace and name: what an object is identified by. */
export function resourceKey(resource: Resource): string {
  const { metadata } = named.safeParse(resource).data ?? { metadata: {} };
  const slash = resource.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : resource.apiVersion.slice(0, slash);
  const { namespace = '', name = metadata.generateName ?? '' } = metadata;
  return [group, resource.kind, namespace, name].join('\0');
}
