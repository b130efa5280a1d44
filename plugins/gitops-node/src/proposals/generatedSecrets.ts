import { directoryOf, resolvePath } from '../discovery/repositoryPath';
import { DiscoveryBranch } from '../discovery/model';
import { parseYaml } from '../manifests/parseYaml';
import { itemsAt, ScalarNode, textAt, YamlNode } from '../manifests/YamlNode';
import { EditedFile } from './model';

const isKustomization = (path: string) =>
  /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path);

/**
 * The files of a branch that a `secretGenerator` takes whole, wherever its
 * kustomization is: whatever is in them is a secret. Of edited kustomizations
 * those as they were count as well as those as they would be.
 */
export function generatedSecrets(
  { name, tree }: DiscoveryBranch,
  files: readonly EditedFile[] = [],
): ReadonlySet<string> {
  const edited = files.filter(({ branch }) => branch === name);
  const texts = [
    ...[...tree.entries.keys()].filter(isKustomization).map(path => {
      const content = tree.content(path);
      return [path, content.state === 'text' ? content.text : ''] as const;
    }),
    ...edited
      .filter(({ path }) => isKustomization(path))
      .flatMap(({ path, before = '', after = '' }) => [
        [path, before] as const,
        [path, after] as const,
      ]),
  ];
  return new Set(
    texts
      .filter(([, text]) => text.includes('secretGenerator'))
      .flatMap(([path, text]) => takenBy(text, directoryOf(path))),
  );
}

function takenBy(text: string, directory: string): string[] {
  const { documents } = parseYaml(text, { branch: '', file: '' });
  return documents
    .flatMap(({ root }) => itemsAt(root, 'secretGenerator'))
    .flatMap(generator => [
      textAt(generator, 'env') ?? '',
      ...textsIn(generator, 'envs'),
      // `key=file`, or a file that is its own key.
      ...textsIn(generator, 'files').map(entry => entry.replace(/^[^=]*=/, '')),
    ])
    .flatMap(name => resolvePath(directory, name) ?? []);
}

function textsIn(generator: YamlNode, key: string): string[] {
  return itemsAt(generator, key).flatMap(item =>
    item instanceof ScalarNode ? [item.text] : [],
  );
}
