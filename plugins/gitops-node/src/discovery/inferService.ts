import { EnvironmentNames } from './EnvironmentNames';
import { Workload } from './declaration';
import { ExpandedUnit } from './Expansion';
import { Place } from './inferPlace';
import { directoryOf } from './repositoryPath';

/** Labels and annotations that name the service outright. */
const explicitKeys = ['gitops/service', 'backstage.io/kubernetes-id'];

/** Labels by which an object commonly tells what it belongs to. */
const nameKeys = ['app.kubernetes.io/name', 'app', 'k8s-app', 'name'];

/** Names of what is collected, not of a service. */
const collections = new Set([
  'all',
  'app',
  'application',
  'applications',
  'apps',
  'base',
  'bases',
  'bootstrap',
  'charts',
  'cluster',
  'cluster-apps',
  'clusters',
  'components',
  'config',
  'configs',
  'default',
  'deploy',
  'deployment',
  'deployments',
  'envs',
  'environment',
  'environments',
  'flux',
  'flux-system',
  'gitops',
  'infra',
  'infrastructure',
  'k8s',
  'kubernetes',
  'kustomize',
  'main',
  'manifests',
  'namespaces',
  'overlay',
  'overlays',
  'platform',
  'releases',
  'resources',
  'root',
  'services',
  'src',
  'tenants',
  'workloads',
]);

/** A service as the rest of the project knows it, and its other names. */
export interface ServiceNames {
  /** The name of the unit's own service; undefined for a mere collection. */
  readonly ofUnit: string | undefined;
  /** The service of one of its workloads. */
  of(workload: Workload): string;
}

/**
 * Services of a unit, in this order: an explicit label or annotation; the name
 * of the release or application without its environment or cluster; the
 * component's folder; the workload's name.
 */
export function inferServices(
  unit: ExpandedUnit,
  place: Place,
  workloads: readonly Workload[],
  names: EnvironmentNames,
): ServiceNames {
  const { declaration } = unit;
  const explicit =
    declaration.service ??
    explicitKeys
      .map(key => declaration.labels[key] ?? declaration.annotations[key])
      .find(text => text !== undefined && text !== '');
  const ofUnit = explicit ?? unitService(unit, place, names);
  const distinct = new Set(workloads.map(ownName));
  return {
    ofUnit,
    of: workload => {
      const own = explicitKeys
        .map(key => workload.annotations[key] ?? workload.labels[key])
        .find(text => text !== undefined && text !== '');
      if (own !== undefined) return own;
      if (ofUnit !== undefined) {
        const isOther =
          explicit === undefined &&
          distinct.size > 1 &&
          isUnrelated(workload, ofUnit);
        return isOther ? label(workload) ?? ofUnit : ofUnit;
      }
      return (
        label(workload) ??
        componentFolder(directoryOf(workload.file), place, names) ??
        workload.name
      );
    },
  };
}

function unitService(
  { declaration, scope }: ExpandedUnit,
  place: Place,
  names: EnvironmentNames,
): string | undefined {
  if (declaration.kind === 'Overlay') {
    const path = declaration.sources.map(source =>
      'path' in source ? source.path : scope.path,
    )[0];
    return componentFolder(path ?? scope.path, place, names);
  }
  const stem = withoutAffixes(declaration.name, place, names);
  return isCollection(stem, names) ? undefined : stem;
}

/** The deepest folder that is neither an environment nor a collection. */
export function componentFolder(
  path: string,
  place: Place,
  names: EnvironmentNames,
): string | undefined {
  const segments = path
    .split('/')
    .filter(segment => segment !== '')
    .reverse();
  for (const segment of segments) {
    if (isCollection(segment, names) || segment === place.cluster) continue;
    if (place.cluster?.endsWith(`-${segment}`)) continue;
    return withoutAffixes(segment, place, names);
  }
  return undefined;
}

function isCollection(name: string, names: EnvironmentNames): boolean {
  const lower = name.toLowerCase();
  return collections.has(lower) || names.fromWord(lower) !== undefined;
}

/** `payments-production`, `prod-payments`, `payments-eu-1` on cluster eu-1. */
export function withoutAffixes(
  name: string,
  place: Place,
  names: EnvironmentNames,
): string {
  let stem = name;
  if (place.cluster !== undefined) stem = withoutAffix(stem, place.cluster);
  const words = stem.split(/[-_.]/);
  for (const word of [words[0], words[words.length - 1]]) {
    if (word !== undefined && names.isSame(word, place.environment)) {
      stem = withoutAffix(stem, word);
    }
  }
  return stem;
}

function withoutAffix(name: string, affix: string): string {
  const separated = /[-_.]/;
  const end = name.length - affix.length;
  if (end < 2) return name;
  if (name.endsWith(affix) && separated.test(name[end - 1])) {
    return name.slice(0, end - 1);
  }
  if (name.startsWith(affix) && separated.test(name[affix.length])) {
    return name.slice(affix.length + 1);
  }
  return name;
}

function label(workload: Workload): string | undefined {
  return nameKeys
    .map(key => workload.labels[key])
    .find(text => text !== undefined && text !== '');
}

function ownName(workload: Workload): string {
  return label(workload) ?? workload.name;
}

/** Whether a labelled workload has nothing to do with the unit's name. */
function isUnrelated(workload: Workload, unit: string): boolean {
  const name = label(workload);
  if (name === undefined) return false;
  const belongs = [
    workload.labels['app.kubernetes.io/part-of'],
    workload.labels['app.kubernetes.io/instance'],
  ];
  if (belongs.includes(unit)) return false;
  return !(
    name === unit ||
    name.startsWith(`${unit}-`) ||
    unit.startsWith(`${name}-`) ||
    workload.name.startsWith(unit)
  );
}
