import picomatch from 'picomatch';
import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { FileTree } from '../git/FileTree';
import { Manifest } from '../manifests/Manifest';
import { parseYaml } from '../manifests/parseYaml';
import { RenderResult } from './RenderResult';
import { isResource } from '../manifests/Resource';
import { resourceValue } from '../manifests/resourceValue';

/** Which files count, as Argo CD's `directory` section says. */
export interface PlainSelection {
  readonly recurse?: boolean;
  readonly include?: string;
  readonly exclude?: string;
}

const skipMark = '+argocd:skip-file-rendering';

/** The manifests that stand in a directory, in the order of files. */
export function readPlainDirectory(
  tree: FileTree,
  directory: string,
  selection: PlainSelection = {},
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
  const files = plainFiles(tree, directory, selection);
  const resources = files.flatMap(file => {
    if (file.endsWith('.jsonnet')) {
      unreadable(file, 'jsonnet is not evaluated');
      return [];
    }
    const content = tree.content(file);
    if (content.state !== 'text') {
      unreadable(file, `it can't be read (${content.state})`);
      return [];
    }
    if (content.text.startsWith('#') && firstLine(content.text)) return [];
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

function firstLine(text: string): boolean {
  return text.split('\n', 1)[0].includes(skipMark);
}

/** The files that are looked at for manifests. */
export function plainFiles(
  tree: FileTree,
  directory: string,
  { recurse = false, include, exclude }: PlainSelection,
): readonly string[] {
  // In Argo CD's globs a star also stands for slashes.
  const matcher = (glob: string | undefined) =>
    glob === undefined ? undefined : picomatch(glob, { bash: true });
  const isIncluded = matcher(include);
  const isExcluded = matcher(exclude);
  const files: string[] = [];
  const visit = (relative: string) => {
    for (const name of tree.children(join(directory, relative))) {
      const child = join(relative, name);
      const path = join(directory, child);
      const isFile = tree.entries.has(path) && !tree.hasDirectory(path);
      if (!isFile) {
        if (recurse) visit(child);
      } else if (/\.(ya?ml|json|jsonnet)$/.test(name)) {
        if (isExcluded?.(child)) continue;
        if (isIncluded?.(child) ?? true) files.push(path);
      }
    }
  };
  visit('');
  return files;
}

function join(directory: string, name: string): string {
  return [directory, name].filter(part => part !== '').join('/');
}
