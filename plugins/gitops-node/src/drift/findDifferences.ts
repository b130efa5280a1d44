import { Finding } from './compare/Finding';
import { FieldComparison } from './compare/FieldComparison';
import { formatPath } from './fields/Step';
import { Fields, isFields, isSame, own } from './fields/value';
import { explainPrediction, follow } from './explainPrediction';
import { ComparisonOptions, ResourceSchema } from './model';
import { readLastApplied, LeftoverFields } from './ownership/lastApplied';
import { ManagedFields } from './ownership/ManagedFields';
import { serverMetadata } from './ownership/marks';
import { objectMeta } from './schemas/fragments';
import { UndeclaredFields } from './ownership/UndeclaredFields';

/** Both sides of a comparison, Secrets folded. */
export interface Sides {
  readonly declared: Fields;
  readonly live: Fields;
  readonly predicted?: Fields;
}

export interface Differences {
  readonly findings: readonly Finding[];
  /** Why it can't be told whether there are more. */
  readonly problems: readonly string[];
  readonly lacksSchema: boolean;
}

/** Managers that kubectl's client-side apply leaves behind. */
const clientSideManagers: ReadonlySet<string> = new Set([
  'kubectl-client-side-apply',
  'before-first-apply',
]);

/** Finds what differs, in the read-only way or, given a prediction, exactly. */
export function findDifferences(
  sides: Sides,
  schema: ResourceSchema | undefined,
  managed: ManagedFields,
  options: Pick<ComparisonOptions, 'fieldManagers' | 'unmanaged'>,
): Differences {
  const { declared, live, predicted } = sides;
  const comparison = new FieldComparison({
    omitsZero: schema?.omitsZero ?? false,
    isWritten: (path, value) => managed.isWritten(path, value),
    strict: predicted !== undefined,
  });
  compareRoots(comparison, predicted ?? declared, live, schema);
  const removals = findRemovals(sides, schema, managed, options);
  const found =
    predicted === undefined
      ? comparison.findings
      : comparison.findings.flatMap(finding =>
          explainPrediction(finding, declared, managed, options.fieldManagers),
        );
  const unmanaged = options.unmanaged
    ? findUnmanaged(sides, schema, managed, options.fieldManagers)
    : [];
  return {
    findings: distinct([...found, ...removals, ...unmanaged]),
    problems: comparison.problems.map(({ path, problem }) =>
      path.length === 0 ? problem : `${formatPath(path)}: ${problem}`,
    ),
    lacksSchema: schema === undefined && comparison.lacksSchema,
  };
}

function compareRoots(
  comparison: FieldComparison,
  expected: Fields,
  live: Fields,
  schema: ResourceSchema | undefined,
): void {
  const properties = schema?.root.properties;
  for (const key of Object.keys(expected)) {
    if (key === 'apiVersion' || key === 'kind' || key === 'status') continue;
    const child = properties?.[key];
    if (key !== 'metadata') {
      comparison.compareAt(key, expected[key], own(live, key), child);
      continue;
    }
    const { metadata } = expected;
    if (!isFields(metadata)) continue;
    const other = isFields(live.metadata) ? live.metadata : {};
    comparison.below(key, () => {
      for (const name of Object.keys(metadata)) {
        if (serverMetadata.has(name)) continue;
        comparison.compareAt(
          name,
          metadata[name],
          own(other, name),
          objectMeta.properties?.[name],
        );
      }
    });
  }
}

/** What our manager or a client-side apply put there and Git took back. */
function findRemovals(
  { declared, live, predicted }: Sides,
  schema: ResourceSchema | undefined,
  managed: ManagedFields,
  { fieldManagers }: Pick<ComparisonOptions, 'fieldManagers'>,
): readonly Finding[] {
  const ours = managed.entries.filter(
    ({ manager, operation }) =>
      operation === 'Apply' && fieldManagers.includes(manager),
  );
  const owned = new UndeclaredFields('pendingRemoval');
  for (const { fields } of ours) {
    owned.visit(fields, declared, live, schema?.root);
  }
  // A field that another applies too outlives our giving it up.
  const removed = owned.findings.filter(
    ({ path, live: value }) =>
      predicted === undefined || !isSame(follow(predicted, path), value),
  );
  const applied = readLastApplied(live);
  if (applied === undefined) return removed;
  const leftover = new LeftoverFields();
  leftover.visit(applied, declared, live, schema?.root);
  const left = leftover.findings.filter(
    ({ path }) =>
      ours.length === 0 ||
      managed
        .holders(path)
        .every(
          ({ manager }) =>
            clientSideManagers.has(manager) || fieldManagers.includes(manager),
        ),
  );
  return [...removed, ...left];
}

function findUnmanaged(
  { declared, live }: Sides,
  schema: ResourceSchema | undefined,
  managed: ManagedFields,
  managers: readonly string[],
): readonly Finding[] {
  const others = new UndeclaredFields('unmanaged');
  for (const { manager, fields, subresource } of managed.entries) {
    if (managers.includes(manager) || subresource === 'status') continue;
    others.visit(fields, declared, live, schema?.root);
  }
  return others.findings;
}

/** The first of each field. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const seen = new Set<string>();
  return findings.filter(({ path }) => {
    const field = formatPath(path);
    if (seen.has(field)) return false;
    seen.add(field);
    return true;
  });
}
