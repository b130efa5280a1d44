import { Manifest } from '../../manifests/Manifest';
import {
  locate,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import {
  DeclaringObject,
  DiscoveryContext,
  Located,
  Scope,
} from '../declaration';
import { resolvePath } from '../repositoryPath';
import { findExternalArtifact } from './externalArtifact';

/** What a `sourceRef` leads to. */
export type SourceTarget =
  | {
      readonly type: 'thisRepository';
      readonly branch: string;
      readonly path: string;
      readonly files: readonly string[];
    }
  | {
      readonly type: 'elsewhere';
      readonly url: string;
      readonly path: string;
      readonly ref?: Located<string>;
      readonly files: readonly string[];
    };

/**
 * Follows `spec.sourceRef`. A source that Git doesn't hold is the repository
 * itself: Flux is bootstrapped with such a one (`flux-system`).
 */
export function findSource(
  { manifest, scope }: DeclaringObject,
  context: DiscoveryContext,
): SourceTarget {
  const reference = nodeAt(manifest.root, 'spec', 'sourceRef');
  const name = textAt(reference, 'name');
  const kind = textAt(reference, 'kind') ?? 'GitRepository';
  const namespace = textAt(reference, 'namespace');
  const text = textAt(manifest.root, 'spec', 'path') ?? '';
  const path = resolvePath('', text.replace(/^\/+/, '')) ?? text;
  if (name === undefined) return thisRepository(scope, path);
  if (kind === 'ExternalArtifact') {
    return externalSource(name, path, scope, context);
  }
  const source = context.find({ kind, name, namespace }, scope);
  if (source !== undefined) return sourceTarget(source, path, scope, context);
  const isHere =
    kind === 'GitRepository' || scope.branch.tree.hasDirectory(path);
  return isHere
    ? thisRepository(scope, path)
    : { type: 'elsewhere', url: name, path, files: [] };
}

function thisRepository(scope: Scope, path: string): SourceTarget {
  return {
    type: 'thisRepository',
    branch: scope.branch.name,
    path,
    files: [],
  };
}

function externalSource(
  name: string,
  path: string,
  scope: Scope,
  context: DiscoveryContext,
): SourceTarget {
  const artifact = findExternalArtifact(name, path, scope, context);
  if (artifact === undefined) {
    return { type: 'elsewhere', url: name, path, files: [] };
  }
  const { files } = artifact.generator;
  const source = context.find(artifact.source, scope);
  const target =
    source === undefined
      ? thisRepository(scope, artifact.path)
      : sourceTarget(source, artifact.path, scope, context);
  return { ...target, files: [...files, ...target.files] };
}

/** Names by which a repository's own branch is commonly followed. */
const defaultBranches = ['main', 'master', 'HEAD'];

/** Where a GitRepository, OCIRepository or Bucket points. */
export function sourceTarget(
  source: Manifest,
  path: string,
  scope: Scope,
  context: DiscoveryContext,
): SourceTarget {
  const url = sourceUrl(source);
  const ref = sourceRef(source.root);
  const { files } = source;
  if (source.kind === 'GitRepository' && context.isThisRepository(url)) {
    const branch = branchOf(source, scope, context);
    if (branch !== undefined) {
      return { type: 'thisRepository', branch, path, files };
    }
  }
  const folder =
    source.kind === 'GitRepository' ? undefined : context.folderOfArtifact(url);
  if (folder !== undefined) {
    const branch = scope.branch.name;
    return {
      type: 'thisRepository',
      branch,
      path: resolvePath(folder, path) ?? path,
      files,
    };
  }
  return { type: 'elsewhere', url, path, ref, files };
}

/** A Bucket has an endpoint in the place of a URL. */
export function sourceUrl({ root }: Manifest): string {
  const url = textAt(root, 'spec', 'url');
  return url ?? textAt(root, 'spec', 'endpoint') ?? '';
}

/** The branch of this repository that a source follows, if it is read. */
function branchOf(
  { root }: Manifest,
  scope: Scope,
  context: DiscoveryContext,
): string | undefined {
  const ref = nodeAt(root, 'spec', 'ref');
  const pinned = ['commit', 'semver', 'tag'].some(key => textAt(ref, key));
  if (pinned) return undefined;
  const name = (textAt(ref, 'name') ?? textAt(ref, 'branch') ?? '').replace(
    /^refs\/heads\//,
    '',
  );
  if (context.branch(name) !== undefined) return name;
  return name === '' || defaultBranches.includes(name)
    ? scope.branch.name
    : undefined;
}

/** The most exact of what `spec.ref` may say, as Flux takes it. */
function sourceRef(root: YamlNode): Located<string> | undefined {
  const ref = nodeAt(root, 'spec', 'ref');
  for (const key of ['commit', 'digest', 'name', 'semver', 'tag', 'branch']) {
    const node = nodeAt(ref, key);
    if (node instanceof ScalarNode && node.text !== '') {
      return { value: node.text, location: locate(node) };
    }
  }
  return undefined;
}
