import {
  Diagnostic,
  Unit,
  UnitKind,
} from '@backstage-gitops/plugin-gitops-common';
import { UnitRecipe } from '../manifests/UnitRecipe';
import { BranchManifests } from './BranchManifests';
import { Declaration, LocatedArtifact, Workload } from './declaration';
import { EnvironmentNames } from './EnvironmentNames';
import { ExpandedUnit, Expansion } from './Expansion';
import { inferPlace, Place } from './inferPlace';
import { inferServices } from './inferService';
import {
  DiscoveredArtifact,
  DiscoveredTarget,
  Discovery,
  DiscoveryInput,
} from './model';
import { orderEnvironments } from './orderEnvironments';
import { unitRecipe } from './recipe/unitRecipe';
import { directoryOf } from './repositoryPath';
import { unclaimedVersions } from './unclaimedVersions';
import { unitIdentity } from './unitIdentity';

/** Units, targets and environments of what was declared. */
export function assemble(
  input: DiscoveryInput,
  branches: readonly BranchManifests[],
  expansion: Expansion,
): Discovery {
  const names = new EnvironmentNames(input.environments);
  const units: Unit[] = [];
  const targets: DiscoveredTarget[] = [];
  const diagnostics: Diagnostic[] = [...expansion.diagnostics];
  const ids = new Set<string>();
  // A declaration met again is copied with more files; its sources stay.
  const appliers = new Map<Declaration['sources'], string>();
  const recipes = new Map<string, UnitRecipe>();
  for (const expanded of expansion.units) {
    if (expanded.state !== 'active') continue;
    const place = inferPlace(expanded, names);
    if (place.conflict !== undefined) {
      diagnostics.push(otherEnvironment(expanded, place, place.conflict));
      continue;
    }
    const id = uniqueId(unitIdentity(input, expanded, place), ids, expanded);
    const unit = unitOf(expanded, place, id);
    units.push(unit);
    appliers.set(expanded.declaration.sources, id);
    const applier = applierOf(expanded);
    recipes.set(
      id,
      unitRecipe(expanded, id, applier && appliers.get(applier.sources)),
    );
    targets.push(...targetsOf(expanded, unit, place, names));
  }
  for (const branch of branches) {
    diagnostics.push(
      ...branch.diagnostics(),
      ...unclaimedVersions(branch, targets, expansion),
    );
  }
  const met = targets.map(({ environment }) => environment);
  return {
    units,
    targets,
    environments: orderEnvironments(met, input.environments, names),
    diagnostics: distinct(diagnostics),
    recipes,
  };
}

/** What an engine's own operator makes is in no unit's render. */
function applierOf({ declaration, scope }: ExpandedUnit) {
  return declaration.bootstrap === undefined ? scope.appliedBy : undefined;
}

function otherEnvironment(
  { declaration, scope }: ExpandedUnit,
  { environment }: Place,
  told: string,
): Diagnostic {
  return {
    level: 'info',
    code: 'environment-of-other-branch',
    message: `${declaration.kind} ${declaration.name} is for ${told}; the branch ${scope.branch.name} is for ${environment}.`,
    file: declaration.declaredBy.file,
    line: declaration.declaredBy.line,
  };
}

/** Two objects of one name are told apart by what they apply. */
function uniqueId(id: string, taken: Set<string>, unit: ExpandedUnit): string {
  let unique = id;
  if (taken.has(id)) unique = `${id}~${unitPath(unit)}`;
  for (let count = 2; taken.has(unique); count += 1) unique = `${id}~${count}`;
  taken.add(unique);
  return unique;
}

function unitOf(unit: ExpandedUnit, place: Place, id: string): Unit {
  const { declaration, contents } = unit;
  const { declaredBy, labels } = declaration;
  const namespace = namespaceOf(unit);
  return {
    id,
    kind: declaration.kind,
    name: declaration.name,
    ...(namespace !== undefined && { namespace }),
    ...(place.cluster !== undefined && { cluster: place.cluster }),
    environment: place.environment,
    path: unitPath(unit),
    declaredBy: { file: declaredBy.file, line: declaredBy.line },
    files: [
      ...new Set([
        ...declaration.files,
        ...contents.flatMap(({ files }) => files),
      ]),
    ].sort(),
    ...(Object.keys(labels).length > 0 && { labels: { ...labels } }),
  };
}

function namespaceOf({ declaration, scope }: ExpandedUnit): string | undefined {
  return declaration.namespace ?? scope.appliedBy?.targetNamespace;
}

/** The directory a unit applies, or from which its object is applied. */
function unitPath({ declaration, scope }: ExpandedUnit): string {
  const local = declaration.sources.find(
    source => source.type === 'directory' || source.type === 'localChart',
  );
  if (local !== undefined && 'path' in local) return local.path;
  return scope.appliedBy === undefined
    ? directoryOf(declaration.declaredBy.file)
    : scope.path;
}

interface Part {
  readonly workloads: Workload[];
  readonly artifacts: LocatedArtifact[];
}

function targetsOf(
  expanded: ExpandedUnit,
  unit: Unit,
  place: Place,
  names: EnvironmentNames,
): DiscoveredTarget[] {
  const { declaration, contents, scope } = expanded;
  const workloads = contents.flatMap(content => content.workloads);
  const services = inferServices(expanded, place, workloads, names);
  const parts = new Map<string, Part>();
  const partOf = (service: string): Part => {
    const part = parts.get(service) ?? { workloads: [], artifacts: [] };
    parts.set(service, part);
    return part;
  };
  for (const workload of workloads) {
    const part = partOf(services.of(workload));
    part.workloads.push(workload);
    part.artifacts.push(...workload.artifacts);
  }
  const shared = [
    ...(declaration.artifacts ?? []),
    ...contents.flatMap(content => content.artifacts),
  ];
  const [only] = parts.size === 1 ? parts.keys() : [];
  for (const artifact of shared) {
    const owner = services.ofUnit ?? only ?? basename(artifact.name);
    partOf(owner).artifacts.push(artifact);
  }
  return [...parts].map(([service, part]) => ({
    id: `${unit.id}:${workloadKey(service, part, services.ofUnit)}`,
    unit: unit.id,
    service,
    aliases: aliasesOf(service, part, unit),
    environment: place.environment,
    ...(place.cluster !== undefined && { cluster: place.cluster }),
    ...namespaceOfPart(expanded, part),
    path: unit.path,
    artifacts: distinct(part.artifacts.map(discovered)),
    branch: scope.branch.name,
  }));
}

/**
 * What stays of a target when folders move: its service where an object names
 * it, else the first workload's name.
 */
function workloadKey(
  service: string,
  { workloads }: Part,
  ofUnit: string | undefined,
): string {
  if (service === ofUnit) return service;
  const [name] = workloads.map(workload => workload.name).sort();
  return name ?? service;
}

function namespaceOfPart(
  unit: ExpandedUnit,
  { workloads }: Part,
): { namespace?: string } {
  const namespace =
    unit.declaration.targetNamespace ??
    workloads.find(workload => workload.namespace !== undefined)?.namespace ??
    namespaceOf(unit);
  return namespace === undefined ? {} : { namespace };
}

const unnamed: readonly UnitKind[] = ['Overlay', 'HelmValues', 'Rule'];

function aliasesOf(service: string, part: Part, unit: Unit): string[] {
  const images = part.artifacts.filter(({ kind }) => kind !== 'app');
  const all = [
    ...(unnamed.includes(unit.kind) ? [] : [unit.name]),
    ...part.workloads.flatMap(({ name, labels }) => [
      name,
      labels['app.kubernetes.io/name'] ?? '',
      labels.app ?? '',
    ]),
    ...images.map(({ name }) => basename(name)),
  ];
  return [...new Set(all)]
    .filter(alias => alias !== '' && alias !== service)
    .sort();
}

function basename(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

function discovered(artifact: LocatedArtifact): DiscoveredArtifact {
  const { kind, name, version, digest, location } = artifact;
  const { branch, file, document, field, trackedField, line, exact } = location;
  return {
    kind,
    name,
    version,
    ...(digest !== undefined && { digest }),
    file,
    line,
    field,
    origin: exact ? 'exact' : 'file',
    source: { branch, file, document, field: trackedField ?? field },
  };
}

function distinct<T>(items: readonly T[]): T[] {
  const seen = new Map(items.map(item => [JSON.stringify(item), item]));
  return [...seen.values()];
}
