import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { parseYaml } from '../../manifests/parseYaml';
import {
  itemsAt,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
  YamlNode,
} from '../../manifests/YamlNode';
import {
  DeclaringObject,
  DiscoveryContext,
  ValuesSource,
} from '../declaration';
import { derivedScalar } from '../derivedNode';
import { blockScalarOffset } from '../kustomize/patches';

export interface ReleaseValues {
  readonly sources: readonly ValuesSource[];
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The values of a HelmRelease: `valuesFrom` in order, then `values`. */
export function releaseValues(
  object: DeclaringObject,
  context: DiscoveryContext,
): ReleaseValues {
  const { root } = object.manifest;
  const from = itemsAt(root, 'spec', 'valuesFrom').map(item =>
    referencedValues(item, object, context),
  );
  const values = nodeAt(root, 'spec', 'values');
  const inline: ValuesSource[] =
    values === undefined ? [] : [{ type: 'inline', values }];
  return {
    sources: [...from.flatMap(({ sources }) => sources), ...inline],
    files: from.flatMap(({ files }) => files),
    diagnostics: from.flatMap(({ diagnostics }) => diagnostics),
  };
}

function referencedValues(
  item: YamlNode,
  { scope, manifest }: DeclaringObject,
  context: DiscoveryContext,
): ReleaseValues {
  const kind = textAt(item, 'kind') ?? 'ConfigMap';
  const name = textAt(item, 'name') ?? '';
  const key = textAt(item, 'valuesKey') ?? 'values.yaml';
  const found = context.find({ kind, name, isOnly: true }, scope);
  if (found?.root.get('sops') !== undefined) {
    return notInGit(item, manifest.name, `${kind} ${name}`, 'is encrypted');
  }
  const data = found && dataAt(found.root, kind, key);
  if (found === undefined || data === undefined) {
    return notInGit(item, manifest.name, `${kind} ${name}`);
  }
  const target = textAt(item, 'targetPath');
  if (target !== undefined) {
    return {
      sources: [{ type: 'parameter', name: target, value: data }],
      files: found.files,
      diagnostics: [],
    };
  }
  const { document } = data;
  if (document.whole) {
    const location = locate(data);
    const { branch, file: path } = document;
    const source: ValuesSource = {
      type: 'file',
      branch,
      path,
      optional: false,
      location,
    };
    return {
      sources: [source],
      files: [...found.files, path],
      diagnostics: [],
    };
  }
  const parsed = parseYaml(data.text, {
    branch: document.branch,
    file: document.file,
    within: data,
    lineOffset: blockScalarOffset(data),
  });
  return {
    sources: parsed.documents.map(({ root }) => ({
      type: 'inline',
      values: root,
    })),
    files: found.files,
    diagnostics: parsed.diagnostics,
  };
}

/** A key's text; that of a Secret may be in base64. */
function dataAt(
  root: MapNode,
  kind: string,
  key: string,
): ScalarNode | undefined {
  const data = nodeAt(root, 'data', key);
  if (kind !== 'Secret') return data instanceof ScalarNode ? data : undefined;
  const text = nodeAt(root, 'stringData', key);
  if (text instanceof ScalarNode) return text;
  return data instanceof ScalarNode
    ? derivedScalar(Buffer.from(data.text, 'base64').toString('utf8'), data)
    : undefined;
}

function notInGit(
  item: YamlNode,
  release: string,
  what: string,
  why: string = 'is not in Git',
): ReleaseValues {
  const reason = `${release} takes values from ${what}, which ${why}`;
  return {
    sources: [{ type: 'external', reason }],
    files: [],
    diagnostics: [
      {
        level: 'info',
        code: 'values-not-in-git',
        message: `${reason}.`,
        file: item.document.file,
        line: item.line,
      },
    ],
  };
}
