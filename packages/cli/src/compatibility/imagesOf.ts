import { Resource } from '@backstage-gitops/plugin-gitops-node';

/** What an object says about images. */
export interface ImagesOfResource {
  /** What its pods would run, wherever containers nest. */
  readonly run: ReadonlySet<string>;
  /** Every text of it, with what it names for an operator to run. */
  readonly texts: string;
}

/**
 * Kinds whose containers are not theirs: definitions have examples and
 * schemas, and a declaring object is a unit of its own.
 */
const foreign = new Set([
  'Application',
  'ApplicationSet',
  'CustomResourceDefinition',
  'HelmRelease',
]);

export function imagesOf(resource: Resource): ImagesOfResource {
  const run = new Set<string>();
  const texts: string[] = [];
  const visit = (value: unknown, isContainers: boolean) => {
    if (typeof value === 'string') {
      texts.push(value);
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, isContainers);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) {
        if (isContainers && key === 'image' && typeof child === 'string') {
          run.add(child);
        }
        visit(child, /^(?:initC|ephemeralC|c)ontainers$/.test(key));
      }
    }
  };
  if (!foreign.has(resource.kind)) visit(resource, false);
  return { run, texts: texts.join('\n') };
}
