import {
  DiscoveredTarget,
  Discovery,
} from '@backstage-gitops/plugin-gitops-node';
import {
  Diagnostic,
  Environment,
  Unit,
} from '@backstage-gitops/plugin-gitops-common';
import { columnText, optionalColumnText } from './columnText';
import { digestOf } from './digest';
import { DeclaredTargetRow, EnvironmentRow, UnitRow } from './rows';

export interface DiagnosticRow {
  readonly repository_id: string;
  readonly position: number;
  readonly level: string;
  readonly code: string;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** Everything that discovery says of a repository, as the tables hold it. */
export interface FactRows {
  readonly units: readonly UnitRow[];
  readonly targets: readonly DeclaredTargetRow[];
  readonly environments: readonly EnvironmentRow[];
  readonly diagnostics: readonly DiagnosticRow[];
}

export function factRows(repositoryId: string, discovery: Discovery): FactRows {
  const positions = new Map(
    discovery.environments.map(({ name, order }) => [name, order]),
  );
  const filesDigests = new Map(
    discovery.units.map(unit => [unit.id, digestOf(unit.files)]),
  );
  return {
    units: discovery.units.map(unit => unitRow(repositoryId, unit)),
    targets: discovery.targets.map(target =>
      targetRow(repositoryId, target, {
        environmentPosition:
          positions.get(target.environment) ?? discovery.environments.length,
        filesDigest: filesDigests.get(target.unit) ?? '',
      }),
    ),
    environments: discovery.environments.map(environment =>
      environmentRow(repositoryId, environment),
    ),
    diagnostics: discovery.diagnostics.map((diagnostic, position) =>
      diagnosticRow(repositoryId, diagnostic, position),
    ),
  };
}

function unitRow(repositoryId: string, unit: Unit): UnitRow {
  const columns = {
    id: columnText(unit.id),
    repository_id: repositoryId,
    kind: unit.kind,
    name: columnText(unit.name),
    namespace: optionalColumnText(unit.namespace),
    cluster: optionalColumnText(unit.cluster),
    environment: columnText(unit.environment),
    path: columnText(unit.path),
    declared_file: columnText(unit.declaredBy.file),
    declared_line: unit.declaredBy.line,
    files: unit.files.length,
    labels: JSON.stringify(unit.labels ?? {}),
  };
  return { ...columns, digest: digestOf(columns) };
}

function targetRow(
  repositoryId: string,
  target: DiscoveredTarget,
  context: { environmentPosition: number; filesDigest: string },
): DeclaredTargetRow {
  const columns = {
    id: columnText(target.id),
    repository_id: repositoryId,
    unit_id: columnText(target.unit),
    service: columnText(target.service),
    aliases: JSON.stringify(target.aliases),
    environment: columnText(target.environment),
    environment_position: context.environmentPosition,
    cluster: optionalColumnText(target.cluster),
    namespace: optionalColumnText(target.namespace),
    path: columnText(target.path),
    branch: columnText(target.branch),
    artifacts: JSON.stringify(
      target.artifacts.map(({ source, ...artifact }) => artifact),
    ),
    definition: historyDefinition(target, context.filesDigest),
    search_text: searchText(target),
  };
  return { ...columns, digest: digestOf(columns) };
}

/** Changes where the history of the target may be another one, not before. */
function historyDefinition(
  target: DiscoveredTarget,
  filesDigest: string,
): string {
  const sources = target.artifacts.map(({ kind, name, source }) => [
    kind,
    name,
    source,
  ]);
  return digestOf([target.branch, filesDigest, sources]);
}

function searchText(target: DiscoveredTarget): string {
  const words = [
    target.service,
    ...target.aliases,
    target.environment,
    target.cluster ?? '',
    target.namespace ?? '',
    target.path,
    ...target.artifacts.flatMap(({ name, version }) => [name, version]),
  ];
  return columnText(words.join('\n').toLocaleLowerCase('en-US'));
}

function environmentRow(
  repositoryId: string,
  environment: Environment,
): EnvironmentRow {
  return {
    repository_id: repositoryId,
    name: columnText(environment.name),
    position: environment.order,
    promotes_to: JSON.stringify(environment.promotesTo),
    protected: environment.protected,
  };
}

function diagnosticRow(
  repositoryId: string,
  diagnostic: Diagnostic,
  position: number,
): DiagnosticRow {
  return {
    repository_id: repositoryId,
    position,
    level: diagnostic.level,
    code: columnText(diagnostic.code),
    message: columnText(diagnostic.message),
    file: optionalColumnText(diagnostic.file),
    line: diagnostic.line ?? null,
  };
}
