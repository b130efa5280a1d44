import { BranchManifests } from '../../discovery/BranchManifests';
import { FileTree } from '../../git/FileTree';
import { Manifest } from '../../manifests/Manifest';
import { isResource, Resource } from '../../manifests/Resource';
import { toValue } from '../../manifests/YamlNode';
import { ConfigRepository, ReadAt } from '../ConfigRepository';

/** What a repository holds that rules its own units. */
export interface RuleObjects {
  /** CustomResourceDefinitions: what objects of their kinds may hold. */
  readonly definitions: readonly Resource[];
  /** Argo CD's projects: when their Applications may move. */
  readonly projects: readonly Manifest[];
}

const none: RuleObjects = { definitions: [], projects: [] };

/** A tree never changes, and is judged more than once. */
const readBefore = new WeakMap<FileTree, RuleObjects>();

/**
 * Reads them from the files of every branch. What a chart or a patch makes of
 * such an object is not seen.
 */
export async function readRuleObjects(
  repository: Pick<ConfigRepository, 'discover' | 'tree'>,
  work: ReadAt & { readonly signal?: AbortSignal },
): Promise<RuleObjects> {
  const { revisions } = await repository.discover(work);
  let all = none;
  for (const branch of Object.keys(revisions)) {
    const { signal } = work;
    const tree = await repository.tree({ revisions, branch, signal });
    const found = ruleObjectsOf(tree, branch);
    all = {
      definitions: [...all.definitions, ...found.definitions],
      projects: [...all.projects, ...found.projects],
    };
  }
  return all;
}

function ruleObjectsOf(tree: FileTree, name: string): RuleObjects {
  const known = readBefore.get(tree);
  if (known !== undefined) return known;
  const branch = new BranchManifests({ name, tree });
  const manifests = branch
    .yamlPaths()
    .filter(path => mayHoldRules(tree, path))
    .flatMap(path => branch.file(path).manifests);
  const found: RuleObjects = {
    definitions: manifests
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map(({ root }) => toValue(root))
      .filter(isResource),
    projects: manifests.filter(
      ({ group, kind }) => group === 'argoproj.io' && kind === 'AppProject',
    ),
  };
  readBefore.set(tree, found);
  return found;
}

/** Most files needn't be parsed to know that they don't. */
function mayHoldRules(tree: FileTree, path: string): boolean {
  const content = tree.content(path);
  return (
    content.state === 'text' &&
    /\bkind:\s*["']?(?:CustomResourceDefinition|AppProject)\b/.test(
      content.text,
    )
  );
}
