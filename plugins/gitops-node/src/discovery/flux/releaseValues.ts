import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { parseYaml } from '../../manifests/parseYaml';
import {
  itemsAt,
  locate,
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
  const found =
    kind === 'ConfigMap' ? context.find({ kind, name }, scope) : undefined;
  const data = nodeAt(found?.root, 'data', key);
  if (found === undefined || !(data instanceof ScalarNode)) {
    return notInGit(item, manifest.name, `${kind} ${name}`);
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

function notInGit(
  item: YamlNode,
  release: string,
  what: string,
): ReleaseValues {
  const reason = `${release} takes values from ${what}, which is not in Git`;
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
