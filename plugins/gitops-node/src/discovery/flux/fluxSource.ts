import { Manifest } from '../../manifests/Manifest';
import {
  locate,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import { DeclaringObject, DiscoveryContext, Located } from '../declaration';

/** What a `sourceRef` leads to. */
export type SourceTarget =
  | { readonly type: 'thisRepository'; readonly files: readonly string[] }
  | {
      readonly type: 'elsewhere';
      readonly url: string;
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
  if (name === undefined) return { type: 'thisRepository', files: [] };
  const source = context.find(
    { kind, name, namespace: textAt(reference, 'namespace') },
    scope,
  );
  if (source === undefined)
    return missingSource(
      kind,
      name,
      scope.branch.tree.hasDirectory(pathOf(manifest)),
    );
  return sourceTarget(source, context);
}

function pathOf({ root }: Manifest): string {
  return (textAt(root, 'spec', 'path') ?? '')
    .replace(/^\.?\/+/, '')
    .replace(/\/+$/, '');
}

function missingSource(
  kind: string,
  name: string,
  pathExists: boolean,
): SourceTarget {
  return kind === 'GitRepository' || pathExists
    ? { type: 'thisRepository', files: [] }
    : { type: 'elsewhere', url: name, files: [] };
}

/** Where a GitRepository, OCIRepository or Bucket points. */
export function sourceTarget(
  source: Manifest,
  context: DiscoveryContext,
): SourceTarget {
  const url = textAt(source.root, 'spec', 'url') ?? '';
  if (source.kind === 'GitRepository' && context.isThisRepository(url)) {
    return { type: 'thisRepository', files: source.files };
  }
  return {
    type: 'elsewhere',
    url,
    ref: sourceRef(source.root),
    files: source.files,
  };
}

/** The most exact of what `spec.ref` may say, as Flux takes it. */
export function sourceRef(root: YamlNode): Located<string> | undefined {
  const ref = nodeAt(root, 'spec', 'ref');
  for (const key of ['commit', 'digest', 'name', 'semver', 'tag', 'branch']) {
    const node = nodeAt(ref, key);
    if (node instanceof ScalarNode && node.text !== '') {
      return { value: node.text, location: locate(node) };
    }
  }
  return undefined;
}
