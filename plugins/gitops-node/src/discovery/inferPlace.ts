import { Declaration, Scope } from './declaration';
import { ExpandedUnit } from './Expansion';
import { EnvironmentNames } from './EnvironmentNames';
import { directoryOf } from './repositoryPath';

/** Where a unit runs, and what told so. */
export interface Place {
  readonly environment: string;
  readonly cluster: string | undefined;
  /** The environment that the folders name, where the branch decides another. */
  readonly conflict?: string;
}

const environmentLabels = [
  'gitops/environment',
  'app.kubernetes.io/environment',
  'environment',
  'env',
  'stage',
];

/** Values of an environment's variable that name none. */
const shared = new Set(['base', 'common', 'shared', 'default', 'all']);

/** The environment of a repository that tells none. */
export const onlyEnvironment = 'default';

/**
 * Environment and cluster of a unit: what the object says itself, then the
 * paths and values files it applies, then where it was met.
 */
export function inferPlace(unit: ExpandedUnit, names: EnvironmentNames): Place {
  const { declaration, scope } = unit;
  const cluster =
    declaration.cluster ??
    scope.cluster ??
    clusterOf(unit, names) ??
    clusterOfOverlay(unit, names);
  const told =
    explicitEnvironment(declaration, names) ??
    pathEnvironment(declaration, names) ??
    valuesEnvironment(declaration, names);
  const ofBranch = scope.branch.environment;
  if (ofBranch !== undefined) {
    const conflict = told !== undefined && told !== ofBranch ? told : undefined;
    return { environment: ofBranch, cluster, conflict };
  }
  const environment =
    told ??
    inheritedEnvironment(scope, names) ??
    names.fromPath(directoryOf(declaration.declaredBy.file)) ??
    names.fromAffix(declaration.name) ??
    (cluster === undefined ? undefined : names.fromName(cluster)) ??
    onlyEnvironment;
  return { environment, cluster };
}

function explicitEnvironment(
  declaration: Declaration,
  names: EnvironmentNames,
): string | undefined {
  const { environment, labels, annotations, substitutions } = declaration;
  const variable = ['ENVIRONMENT', 'ENV', 'environment', 'env']
    .map(name => substitutions?.get(name)?.text)
    .find(text => text !== undefined && text !== '');
  const label = environmentLabels
    .map(key => labels[key] ?? annotations[key])
    .find(text => text !== undefined && text !== '');
  const text = environment ?? label ?? variable;
  if (text === undefined || shared.has(text)) return undefined;
  return names.fromWord(text) ?? text;
}

function pathEnvironment(
  { sources }: Declaration,
  names: EnvironmentNames,
): string | undefined {
  return first(sources, source =>
    'path' in source ? names.fromPath(source.path) : undefined,
  );
}

function valuesEnvironment(
  { sources }: Declaration,
  names: EnvironmentNames,
): string | undefined {
  return first(sources, source =>
    'values' in source
      ? first(source.values, values =>
          values.type === 'file'
            ? fileEnvironment(values.path, names)
            : undefined,
        )
      : undefined,
  );
}

/** `values-production.yaml`, `values/production.yaml`, `env/production/x.yaml`. */
function fileEnvironment(
  path: string,
  names: EnvironmentNames,
): string | undefined {
  const base = path.slice(path.lastIndexOf('/') + 1).replace(/\.[a-z]+$/i, '');
  return names.fromName(base) ?? names.fromPath(directoryOf(path));
}

function inheritedEnvironment(
  scope: Scope,
  names: EnvironmentNames,
): string | undefined {
  const inherited = scope.environment;
  if (inherited !== undefined) return names.fromWord(inherited) ?? inherited;
  const { appliedBy } = scope;
  const told =
    appliedBy &&
    (explicitEnvironment(appliedBy, names) ??
      valuesEnvironment(appliedBy, names));
  if (told !== undefined) return told;
  return names.fromPath(scope.path) ?? names.fromPath(rootDirectory(scope));
}

function rootDirectory({ root, branch }: Scope): string {
  return branch.tree.entries.has(root) ? directoryOf(root) : root;
}

const clusterFolders = new Set(['cluster', 'clusters']);

/**
 * The folder below `clusters` or `clusters/overlays`, with its environment's
 * where that is another.
 */
function clusterOf(
  { declaration, scope }: ExpandedUnit,
  names: EnvironmentNames,
): string | undefined {
  const paths = [
    ...declaration.sources.map(source => ('path' in source ? source.path : '')),
    scope.path,
    rootDirectory(scope),
  ];
  return first(paths, path => clusterInPath(path, names));
}

/** Whether a path names an environment or a cluster by itself. */
export function tellsPlace(path: string, names: EnvironmentNames): boolean {
  return (
    names.fromPath(path) !== undefined ||
    clusterInPath(path, names) !== undefined
  );
}

function clusterInPath(
  path: string,
  names: EnvironmentNames,
): string | undefined {
  const segments = path.split('/');
  const index = segments.findIndex(segment => clusterFolders.has(segment));
  const [one, two] =
    index < 0
      ? []
      : segments.slice(index + 1).filter(each => each !== 'overlays');
  if (one === undefined || one === 'base') return undefined;
  const environment = names.fromWord(one);
  if (environment === undefined) return one;
  if (
    two === undefined ||
    /^(?:base|flux-system|apps|infrastructure)$/.test(two)
  ) {
    return undefined;
  }
  return two.includes(one) ? two : `${one}-${two}`;
}

/**
 * `web/production/eu-1`: what stands below the environment's folder, where what
 * stands above it is the workload's.
 */
function clusterOfOverlay(
  { declaration, contents }: ExpandedUnit,
  names: EnvironmentNames,
): string | undefined {
  if (declaration.kind !== 'Overlay') return undefined;
  const workloads = new Set(
    contents.flatMap(content => content.workloads.map(({ name }) => name)),
  );
  return first(declaration.sources, source => {
    const segments = 'path' in source ? source.path.split('/') : [];
    const last = segments.at(-1);
    const environment = segments.findLastIndex(
      segment => names.fromWord(segment) !== undefined,
    );
    const service = segments[environment - 1];
    return last !== undefined &&
      environment === segments.length - 2 &&
      workloads.has(service) &&
      !workloads.has(last)
      ? last
      : undefined;
  });
}

function first<T, R>(
  items: readonly T[],
  find: (item: T) => R | undefined,
): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
