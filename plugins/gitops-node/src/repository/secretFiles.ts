import { DiscoveryBranch } from '../discovery/model';
import { parseYaml } from '../manifests/parseYaml';
import { itemsAt, ScalarNode, textAt, YamlNode } from '../manifests/YamlNode';
import { EditedFile } from '../proposals/model';

const kustomizationNames = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/**
 * Those of edited files that a `secretGenerator` takes whole, of a kustomization
 * beside or above them: whatever is in them is a secret.
 */
export function secretFiles(
  files: readonly EditedFile[],
  branches: readonly DiscoveryBranch[],
): ReadonlySet<EditedFile> {
  return new Set(
    files.filter(file => {
      const branch = branches.find(({ name }) => name === file.branch);
      return directoriesAbove(file.path).some(directory =>
        kustomizationNames
          .map(name => joined(directory, name))
          .flatMap(path => textsOf(path, files, branch))
          .flatMap(text => generatedFrom(text, directory))
          .includes(file.path),
      );
    }),
  );
}

function directoriesAbove(path: string): string[] {
  const segments = path.split('/').slice(0, -1);
  return [...segments.keys(), segments.length].map(length =>
    segments.slice(0, length).join('/'),
  );
}

/** A kustomization as it is, and as the edit makes it. */
function textsOf(
  path: string,
  files: readonly EditedFile[],
  branch: DiscoveryBranch | undefined,
): string[] {
  const content = branch?.tree.content(path);
  const edited = files.find(
    file => file.path === path && file.branch === branch?.name,
  );
  return [
    content?.state === 'text' ? content.text : undefined,
    edited?.before,
    edited?.after,
  ].filter(text => text !== undefined);
}

function generatedFrom(text: string, directory: string): string[] {
  const { documents } = parseYaml(text, { branch: '', file: '' });
  return documents
    .flatMap(({ root }) => itemsAt(root, 'secretGenerator'))
    .flatMap(generator => [
      textAt(generator, 'env') ?? '',
      ...textsIn(generator, 'envs'),
      // `key=file`, or a file that is its own key.
      ...textsIn(generator, 'files').map(entry => entry.replace(/^[^=]*=/, '')),
    ])
    .map(name => joined(directory, name.replace(/^\.\//, '')));
}

function textsIn(generator: YamlNode, key: string): string[] {
  return itemsAt(generator, key).flatMap(item =>
    item instanceof ScalarNode ? [item.text] : [],
  );
}

function joined(directory: string, name: string): string {
  return directory === '' ? name : `${directory}/${name}`;
}
