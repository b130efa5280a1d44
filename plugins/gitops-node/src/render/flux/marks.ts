import { z } from 'zod';
import { Resource } from '../../manifests/Resource';

const marked = z.object({
  metadata: z.object({
    labels: z.record(z.string(), z.unknown()).optional(),
    annotations: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** Whether a label or annotation of Flux has that value, in any case. */
export function hasMark(
  resource: Resource,
  name: string,
  ...values: readonly string[]
): boolean {
  const { metadata } = marked.safeParse(resource).data ?? {};
  const key = `kustomize.toolkit.fluxcd.io/${name}`;
  return [metadata?.labels?.[key], metadata?.annotations?.[key]].some(
    value =>
      typeof value === 'string' &&
      values.some(each => each.toLowerCase() === value.toLowerCase()),
  );
}

/** The annotation of an object, where it is text. */
export function annotationOf(
  resource: Resource,
  key: string,
): string | undefined {
  const { metadata } = marked.safeParse(resource).data ?? {};
  const value = metadata?.annotations?.[key];
  return typeof value === 'string' ? value : undefined;
}
