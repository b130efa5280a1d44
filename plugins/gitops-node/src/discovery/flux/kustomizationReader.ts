import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Manifest } from '../../manifests/Manifest';
import {
  entriesAt,
  itemsAt,
  locate,
  MapNode,
  nodeAt,
  ScalarNode,
  textAt,
} from '../../manifests/YamlNode';
import {
  DeclarationReader,
  Declaration,
  Declarations,
  DeclaredSource,
  DeclaringObject,
  DiscoveryContext,
  KustomizeAdditions,
} from '../declaration';
import { imageOverrides } from '../kustomize/imageTransformer';
import { isSuspended } from './isSuspended';
import { findSource, SourceTarget } from './fluxSource';
import { substitutionVariables } from './substitutionVariables';

/** Flux's `Kustomization`: a path of a source, applied as one. */
export const fluxKustomizationReader: DeclarationReader = {
  name: 'Flux Kustomization',
  phase: 'expand',
  reads: ({ group, kind }: Manifest) =>
    group === 'kustomize.toolkit.fluxcd.io' && kind === 'Kustomization',
  fromObject: readKustomization,
};

function readKustomization(
  object: DeclaringObject,
  context: DiscoveryContext,
): Declarations {
  const { manifest } = object;
  const spec = nodeAt(manifest.root, 'spec');
  const tells = ['sourceRef', 'path'].some(key => nodeAt(spec, key));
  return tells
    ? kustomizationDeclaration(object, findSource(object, context), context)
    : { declarations: [], diagnostics: [incomplete(manifest)] };
}

/** A Kustomization whose source is known. */
export function kustomizationDeclaration(
  object: DeclaringObject,
  source: SourceTarget,
  context: DiscoveryContext,
): Declarations {
  const { manifest, scope } = object;
  const { root } = manifest;
  const spec = nodeAt(root, 'spec');
  const external = [...itemsAt(spec, 'postBuild', 'substituteFrom')].flatMap(
    (item): Diagnostic[] => [
      {
        level: 'info',
        code: 'substitution-not-in-git',
        message: `${manifest.name} takes variables from ${textAt(
          item,
          'kind',
        )} ${textAt(item, 'name')}, which only the cluster has.`,
        file: item.document.file,
        line: item.line,
      },
    ],
  );
  const declaration: Declaration = {
    kind: 'Kustomization',
    group: manifest.group,
    name: manifest.name,
    namespace: manifest.namespace ?? scope.appliedBy?.targetNamespace,
    declaredBy: locate(root),
    object: root,
    files: [...new Set([...manifest.files, ...source.files])],
    labels: manifest.labels,
    annotations: manifest.annotations,
    sources: [declaredSource(object, source)],
    targetNamespace: textAt(spec, 'targetNamespace'),
    cluster: remoteCluster(manifest),
    substitutions: substitutions(object, context),
    variables: substitutionVariables(object, context),
    suspended: isSuspended(root),
  };
  return { declarations: [declaration], diagnostics: external };
}

/** What Flux would refuse: most often a patch that a script puts to use. */
function incomplete({ name, file, line }: Manifest): Diagnostic {
  return {
    level: 'info',
    code: 'kustomization-incomplete',
    message: `The Kustomization ${name} names no source and no path: it applies nothing as it stands here.`,
    ...{ file, line },
  };
}

function declaredSource(
  { manifest }: DeclaringObject,
  source: SourceTarget,
): DeclaredSource {
  const { root } = manifest;
  const location = locate(nodeAt(root, 'spec', 'path') ?? root);
  const kustomize = kustomizationAdditions(root);
  const { path } = source;
  if (source.type === 'elsewhere') {
    const { url, ref } = source;
    return {
      type: 'remoteGit',
      url,
      path,
      ref,
      values: [],
      kustomize,
      location,
    };
  }
  return {
    type: 'directory',
    branch: source.branch,
    path,
    recurse: true,
    engine: 'flux',
    kustomize,
    location,
  };
}

/** What the object adds to the kustomization it applies. */
export function kustomizationAdditions(root: MapNode): KustomizeAdditions {
  const spec = nodeAt(root, 'spec');
  const components = itemsAt(spec, 'components').flatMap(node =>
    node instanceof ScalarNode
      ? [{ value: node.text, location: locate(node) }]
      : [],
  );
  return {
    images: spec?.type === 'map' ? imageOverrides(spec) : [],
    patches: [
      ...itemsAt(spec, 'patches'),
      ...itemsAt(spec, 'patchesStrategicMerge'),
      ...itemsAt(spec, 'patchesJson6902'),
    ],
    components,
    namespace: textAt(spec, 'targetNamespace'),
    namePrefix: textAt(spec, 'namePrefix'),
    nameSuffix: textAt(spec, 'nameSuffix'),
  };
}

/** A kubeconfig of another cluster names it, as far as Git tells. */
function remoteCluster({ root }: Manifest): string | undefined {
  return textAt(root, 'spec', 'kubeConfig', 'secretRef', 'name')?.replace(
    /-kubeconfig$/,
    '',
  );
}

/** Variables written in the object or in a ConfigMap of the repository. */
function substitutions(
  { manifest, scope }: DeclaringObject,
  context: DiscoveryContext,
): ReadonlyMap<string, ScalarNode> | undefined {
  const spec = nodeAt(manifest.root, 'spec', 'postBuild');
  if (spec === undefined) return undefined;
  const variables = new Map<string, ScalarNode>();
  const add = (name: string, node: unknown) => {
    if (node instanceof ScalarNode) variables.set(name, node);
  };
  for (const reference of itemsAt(spec, 'substituteFrom')) {
    const name = textAt(reference, 'name');
    if (textAt(reference, 'kind') !== 'ConfigMap' || name === undefined)
      continue;
    const configMap = context.find({ kind: 'ConfigMap', name }, scope);
    entriesAt(configMap?.root, 'data').forEach((node, key) => add(key, node));
  }
  entriesAt(spec, 'substitute').forEach((node, key) => add(key, node));
  return variables;
}
