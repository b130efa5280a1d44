import {
  RecipeChart,
  RecipeDirectory,
  RecipeSource,
  UnitRecipe,
} from '../../manifests/UnitRecipe';
import { itemsAt, MapNode, nodeAt, textAt } from '../../manifests/YamlNode';
import { Declaration, DeclaredSource, SourceOf } from '../declaration';
import { ExpandedUnit } from '../Expansion';
import { argocdAdditions } from './argocdAdditions';
import { argocdValues } from './argocdValues';
import { fluxAdditions } from './fluxAdditions';
import { fluxDefaults, fluxReleaseName } from './fluxRelease';
import { recipeValues } from './recipeValues';
import { stringEntries } from './stringEntries';

/** What a unit's engine is told to apply, for whoever renders it. */
export function unitRecipe(
  { declaration, scope }: ExpandedUnit,
  unit: string,
  appliedBy: string | undefined,
): UnitRecipe {
  const { kind, object, variables } = declaration;
  const namespace =
    declaration.targetNamespace ??
    declaration.namespace ??
    scope.appliedBy?.targetNamespace;
  const metadata = nodeAt(object, 'spec', 'commonMetadata');
  return {
    unit,
    engine: engineOf(kind),
    ...(object !== undefined && { object }),
    ...(appliedBy !== undefined && { appliedBy }),
    // A Kustomization's own namespace is none that its objects get.
    ...(kind !== 'Kustomization' && namespace !== undefined && { namespace }),
    sources: declaration.sources.map(source =>
      recipeSource(source, declaration),
    ),
    ...(variables !== undefined && { variables }),
    ...(metadata instanceof MapNode &&
      kind !== 'Application' && {
        metadata: {
          labels: stringEntries(nodeAt(metadata, 'labels')),
          annotations: stringEntries(nodeAt(metadata, 'annotations')),
        },
      }),
  };
}

function engineOf(kind: Declaration['kind']): UnitRecipe['engine'] {
  if (kind === 'Application') return 'argocd';
  return kind === 'Kustomization' ? 'flux' : 'none';
}

function recipeSource(
  source: DeclaredSource,
  declaration: Declaration,
): RecipeSource {
  switch (source.type) {
    case 'directory':
      return recipeDirectory(source, declaration);
    case 'localChart': {
      const { branch, path } = source;
      const place = { type: 'local', branch, path } as const;
      return recipeChart(source, place, declaration);
    }
    case 'remoteChart':
      return recipeChart(source, remotePlace(source), declaration);
    default:
      return {
        type: 'elsewhere',
        code: 'render-remote-base',
        reason: `what it applies is in ${source.url}`,
      };
  }
}

function remotePlace({
  chart,
  repository,
  version,
  digest,
  isWhole,
}: SourceOf<'remoteChart'>): RecipeChart['place'] {
  // A helmfile writes the URL of a chart in the place of its name.
  const isUrl = chart.startsWith('oci://');
  const url = isUrl ? chart : repository;
  return {
    type: 'remote',
    chart: isUrl ? chart.slice(chart.lastIndexOf('/') + 1) : chart,
    ...(url !== undefined && { repository: url }),
    ...(version !== undefined && { version: version.value }),
    ...(digest !== undefined && { digest }),
    ...((isWhole || isUrl) && { isWhole: true }),
  };
}

function recipeDirectory(
  source: SourceOf<'directory'>,
  { object, kind }: Declaration,
): RecipeSource {
  const { branch, path, engine, recurse, include, exclude, written } = source;
  if (written?.get('plugin') !== undefined) {
    return {
      type: 'elsewhere',
      code: 'render-plugin',
      reason: 'a config management plugin makes the manifests',
    };
  }
  const additions =
    kind === 'Kustomization' && object !== undefined
      ? fluxAdditions(object)
      : argocdAdditions(nodeAt(written, 'kustomize'), source.kustomize);
  const directory: RecipeDirectory = {
    type: 'directory',
    branch,
    path,
    engine,
    recurse,
    ...(include !== undefined && { include }),
    ...(exclude !== undefined && { exclude }),
    ...(additions && { additions }),
  };
  return directory;
}

function recipeChart(
  source: SourceOf<'localChart'> | SourceOf<'remoteChart'>,
  place: RecipeChart['place'],
  { kind, object }: Declaration,
): RecipeChart {
  const { written } = source;
  const helm = nodeAt(written, 'helm');
  const namespace = textAt(helm, 'namespace');
  const isRelease = kind === 'HelmRelease' || kind === 'HelmfileRelease';
  const renderers = itemsAt(object, 'spec', 'postRenderers');
  const values = recipeValues(source.values);
  const defaults = kind === 'HelmRelease' ? fluxDefaults(object, place) : [];
  return {
    type: 'chart',
    place,
    releaseName:
      kind === 'HelmRelease'
        ? fluxReleaseName(object, source.releaseName)
        : source.releaseName,
    ...(namespace !== undefined && { namespace }),
    values:
      helm === undefined
        ? [...defaults, ...values]
        : argocdValues(values, helm),
    ...(defaults.length > 0 && { defaults: 'replaced' as const }),
    includeCrds: includesCrds(kind, object, helm),
    isRelease,
    ...(kind === 'HelmRelease' &&
      renderers.length > 0 && {
        postRenderers: renderers.map(renderer =>
          fluxAdditions(nodeAt(renderer, 'kustomize')),
        ),
      }),
  };
}

/**
 * Helm installs a chart's CRDs and never touches them again, unless Flux is
 * told to; Argo CD applies them as any object.
 */
function includesCrds(
  kind: Declaration['kind'],
  object: MapNode | undefined,
  helm: ReturnType<typeof nodeAt>,
): boolean {
  if (kind === 'Application') return textAt(helm, 'skipCrds') !== 'true';
  const policy = textAt(object, 'spec', 'upgrade', 'crds');
  return kind === 'HelmRelease' && policy === 'CreateReplace';
}
