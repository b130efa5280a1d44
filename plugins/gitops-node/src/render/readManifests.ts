import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../manifests/Manifest';
import { nodeAtField } from '../manifests/nodeAtField';
import { parseYaml } from '../manifests/parseYaml';
import { isResource, Resource } from '../manifests/Resource';
import { itemsAt, ScalarNode, textAt, YamlNode } from '../manifests/YamlNode';
import { resourceValue } from '../manifests/resourceValue';
import { DeclaredResource } from './UnitRender';

/** @public */
export interface ReadManifests {
  readonly resources: readonly DeclaredResource[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The objects of a file of manifests, YAML or JSON, as Kubernetes reads them;
 * lists are taken apart. What is no object, or no YAML, is a diagnostic.
 *
 * @param file - what origins and diagnostics call the file.
 * @public
 */
export function readManifests(text: string, file: string): ReadManifests {
  return readJson(text, file) ?? readYaml(text, file);
}

/**
 * JSON is read many times faster than YAML; lines are looked up in it only when
 * an origin is asked for. `undefined` where it isn't JSON, or holds something
 * else than objects, so that it is told as of YAML what is wrong.
 */
function readJson(text: string, file: string): ReadManifests | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const resources = objectsOf(parseJson(text));
  if (resources === undefined) return undefined;
  let read: ReadManifests['resources'] | undefined;
  return {
    resources: resources.map((resource, index) => ({
      resource,
      origin: field => {
        read ??= readYaml(text, file).resources;
        return read[index]?.origin(field);
      },
    })),
    diagnostics: [],
  };
}

function parseJson(text: string): unknown {
  try {
    const content: unknown = JSON.parse(text);
    return content;
  } catch {
    return undefined;
  }
}

function objectsOf(value: unknown): Resource[] | undefined {
  if (!isResource(value)) return undefined;
  const { kind, items } = value;
  if (!kind.endsWith('List') || !Array.isArray(items)) return [value];
  const objects = items.map(objectsOf);
  return objects.every(each => each !== undefined) ? objects.flat() : undefined;
}

function readYaml(text: string, file: string): ReadManifests {
  const { documents, diagnostics } = parseYaml(text, { branch: '', file });
  const unread: Diagnostic[] = [];
  const resources = documents.flatMap(document => {
    const manifests = Manifest.of(document);
    if (manifests.length === 0 && !holdsNothing(document.root)) {
      unread.push({
        level: 'error',
        code: 'manifest-invalid',
        message: 'Not a Kubernetes object: it has no apiVersion or no kind.',
        file,
        line: document.root.line,
      });
    }
    return manifests.flatMap(({ root }) => {
      const resource = resourceValue(root);
      if (!isResource(resource)) return [];
      const origin = (field: string) => {
        const node = nodeAtField(root, field);
        return node && { file, line: node.line };
      };
      return [{ resource, origin }];
    });
  });
  return { resources, diagnostics: [...diagnostics, ...unread] };
}

/** A document of comments alone, or a list of no objects. */
function holdsNothing(root: YamlNode): boolean {
  if (root instanceof ScalarNode) return root.value === undefined;
  const isList = textAt(root, 'kind')?.endsWith('List') ?? false;
  return isList && itemsAt(root, 'items').length === 0;
}
