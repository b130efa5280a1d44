import { Manifest } from '../../manifests/Manifest';
import { itemsAt, textAt } from '../../manifests/YamlNode';
import { DiscoveryContext, ObjectReference, Scope } from '../declaration';
import { joinPath, resolvePath } from '../repositoryPath';

/** What an ArtifactGenerator copies into an artifact, and from which source. */
export interface ExternalArtifact {
  readonly generator: Manifest;
  readonly source: ObjectReference;
  /** The path of the source that holds what the artifact has at `path`. */
  readonly path: string;
}

/**
 * Follows an ExternalArtifact to the ArtifactGenerator that makes it, and a
 * path within the artifact back to the source it is copied from.
 */
export function findExternalArtifact(
  name: string,
  path: string,
  scope: Scope,
  context: DiscoveryContext,
): ExternalArtifact | undefined {
  const near = [...context.siblings(scope), ...neighbours(scope)];
  for (const generator of near) {
    if (generator.kind !== 'ArtifactGenerator') continue;
    const artifact = itemsAt(generator.root, 'spec', 'artifacts').find(
      item => textAt(item, 'name') === name,
    );
    for (const copy of itemsAt(artifact, 'copy')) {
      const from = /^@([^/]+)\/?(.*)$/.exec(textAt(copy, 'from') ?? '');
      const to = /^@artifact\/?(.*)$/.exec(textAt(copy, 'to') ?? '');
      if (from === null || to === null) continue;
      const source = sourceOf(generator, from[1]);
      const found = mapped(path, from[2], to[1]);
      if (source !== undefined && found !== undefined) {
        return { generator, source, path: found };
      }
    }
  }
  return undefined;
}

/** Objects in files beside the one that is read, which bootstrap applies. */
function neighbours({ branch, path }: Scope): readonly Manifest[] {
  return branch.tree
    .children(path)
    .filter(name => /\.ya?ml$/i.test(name))
    .map(name => joinPath(path, name))
    .filter(file => branch.tree.entries.has(file))
    .flatMap(file => branch.file(file).manifests);
}

function sourceOf(
  generator: Manifest,
  alias: string,
): ObjectReference | undefined {
  const item = itemsAt(generator.root, 'spec', 'sources').find(
    source => textAt(source, 'alias') === alias,
  );
  const kind = textAt(item, 'kind');
  const name = textAt(item, 'name');
  if (kind === undefined || name === undefined) return undefined;
  return { kind, name, namespace: textAt(item, 'namespace') };
}

/** `apps/production/**` copied to `production/` holds `production/x`. */
function mapped(path: string, from: string, to: string): string | undefined {
  const source = resolvePath('', from.replace(/\/?\*\*?$/, ''));
  const target = resolvePath('', to);
  const wanted = resolvePath('', path);
  if (source === undefined || target === undefined || wanted === undefined) {
    return undefined;
  }
  if (target === '') return joinPath(source, wanted).replace(/\/$/, '');
  if (wanted === target) return source;
  return wanted.startsWith(`${target}/`)
    ? joinPath(source, wanted.slice(target.length + 1))
    : undefined;
}
