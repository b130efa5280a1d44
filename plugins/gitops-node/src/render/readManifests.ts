import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../manifests/Manifest';
import { nodeAtField } from '../manifests/nodeAtField';
import { parseYaml } from '../manifests/parseYaml';
import { isResource } from '../manifests/Resource';
import { itemsAt, ScalarNode, textAt, YamlNode } from '../manifests/YamlNode';
import { resourceValue } from './resourceValue';
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
