import fs from 'node:fs/promises';
import path from 'node:path';
import {
  isResource,
  readManifests,
  Resource,
} from '@backstage-gitops/plugin-gitops-node';
import { KubernetesObject } from '@backstage-gitops/envtest';

const fixture = 'plugins/gitops-node/src/acceptance/fixture';

/** Kinds of which there is one, and those that would refuse the others. */
const single: ReadonlySet<string> = new Set([
  'CustomResourceDefinition',
  'Namespace',
]);
const left: ReadonlySet<string> = new Set([
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  // Its pods would be counted, and nothing else could be stored.
  'ResourceQuota',
]);

export type BenchObject = Resource & KubernetesObject;

/**
 * Objects of a shop, of many kinds, written again under other names until there
 * are as many as wanted.
 */
export async function benchObjects(
  root: string,
  count: number,
): Promise<readonly BenchObject[]> {
  const folder = path.join(root, fixture);
  const files = (await fs.readdir(folder)).filter(name =>
    name.endsWith('.yaml'),
  );
  const templates: BenchObject[] = [];
  for (const name of files.sort()) {
    const text = await fs.readFile(path.join(folder, name), 'utf8');
    for (const { resource } of readManifests(text, name).resources) {
      if (isNamed(resource) && !left.has(resource.kind)) {
        templates.push(resource);
      }
    }
  }
  const objects = templates.filter(({ kind }) => single.has(kind));
  const copied = templates.filter(({ kind }) => !single.has(kind));
  for (let copy = 0; objects.length < count; copy++) {
    objects.push(
      ...copied.slice(0, count - objects.length).map(object => ({
        ...object,
        metadata: {
          ...object.metadata,
          name: `${object.metadata.name}-${copy}`,
        },
      })),
    );
  }
  return objects;
}

function isNamed(object: Resource): object is BenchObject {
  const { metadata } = object;
  return (
    isResource(object) &&
    typeof metadata === 'object' &&
    metadata !== null &&
    'name' in metadata &&
    typeof metadata.name === 'string'
  );
}
