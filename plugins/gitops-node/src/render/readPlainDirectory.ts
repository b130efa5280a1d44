import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { FileTree } from '../git/FileTree';
import { Manifest } from '../manifests/Manifest';
import { parseYaml } from '../manifests/parseYaml';
import { RenderResult } from './RenderResult';
import { isResource } from '../manifests/Resource';
import { resourceValue } from './resourceValue';

/** The manifests that stand in a directory itself, in the order of files. */
export function readPlainDirectory(
  tree: FileTree,
  directory: string,
): RenderResult {
  const diagnostics: Diagnostic[] = [];
  const unreadable = (file: string, message: string, line?: number) =>
    diagnostics.push({
      level: 'error',
      code: 'render-unreadable',
      message,
      file,
      ...(line !== undefined && { line }),
    });
  const resources = tree.children(directory).flatMap(name => {
    const file = directory === '' ? name : `${directory}/${name}`;
    if (!/\.(ya?ml|json)$/.test(name) || !tree.entries.has(file)) return [];
    const content = tree.content(file);
    if (content.state !== 'text') {
      unreadable(file, `it can't be read (${content.state})`);
      return [];
    }
    const parsed = parseYaml(content.text, { branch: '', file });
    for (const { level, message, line } of parsed.diagnostics) {
      if (level !== 'info') unreadable(file, message, line);
    }
    return parsed.documents
      .flatMap(document => Manifest.of(document))
      .map(({ root }) => resourceValue(root))
      .filter(isResource);
  });
  return { resources, diagnostics };
}
