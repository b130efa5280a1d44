import type {
  Difference,
  ResourceDrift,
} from '@backstage-gitops/plugin-gitops-common';
import { byResource } from './resourceText';

/** A resource with some of its fields. */
export interface ResourceFields {
  readonly resource: ResourceDrift;
  readonly differences: readonly Difference[];
}

/** The fields that one rule hides, of any resource. */
export interface IgnoredByRule {
  readonly rule: string;
  readonly count: number;
  readonly resources: readonly {
    readonly resource: ResourceDrift;
    readonly fields: readonly string[];
  }[];
}

/**
 * The resources of a unit by what there is to say of them. What counts comes
 * first; `undelivered`, `awaited`, `unmanaged` and `ignored` never count.
 */
export interface DriftGroups {
  readonly changed: readonly ResourceFields[];
  readonly missing: readonly ResourceDrift[];
  readonly orphaned: readonly ResourceDrift[];
  readonly indeterminate: readonly ResourceDrift[];
  readonly undelivered: readonly ResourceFields[];
  /** Resources that were never applied. */
  readonly awaited: readonly ResourceDrift[];
  readonly unmanaged: readonly ResourceFields[];
  readonly ignored: readonly IgnoredByRule[];
  /** Resources that are not what Git declares. */
  readonly drifted: number;
}

export function driftGroups(resources: readonly ResourceDrift[]): DriftGroups {
  const sorted = [...resources].sort(byResource);
  const of = (status: ResourceDrift['status']) =>
    sorted.filter(resource => resource.status === status);
  const changed = sorted
    .filter(({ status }) => status === 'drifted' || status === 'indeterminate')
    .map(resource => ({
      resource,
      differences: resource.differences.filter(counts),
    }))
    .filter(
      ({ resource, differences }) =>
        differences.length > 0 ||
        (resource.status === 'drifted' && resource.differences.length === 0),
    );
  const [missing, orphaned] = [of('missing'), of('orphaned')];
  return {
    changed,
    missing,
    orphaned,
    indeterminate: of('indeterminate'),
    undelivered: fieldsOf(sorted, 'undelivered'),
    awaited: of('undelivered'),
    unmanaged: fieldsOf(sorted, 'unmanaged'),
    ignored: ignoredByRule(sorted),
    drifted:
      changed.filter(({ resource }) => resource.status === 'drifted').length +
      missing.length +
      orphaned.length,
  };
}

function counts({ class: kind }: Difference): boolean {
  return kind !== 'unmanaged' && kind !== 'undelivered';
}

/** The fields of one class, with the resources that have any. */
function fieldsOf(
  resources: readonly ResourceDrift[],
  kind: Difference['class'],
): ResourceFields[] {
  return resources
    .map(resource => ({
      resource,
      differences: resource.differences.filter(one => one.class === kind),
    }))
    .filter(({ differences }) => differences.length > 0);
}

/** How many fields those are. */
export function fieldCount(fields: readonly ResourceFields[]): number {
  return fields.reduce((sum, { differences }) => sum + differences.length, 0);
}

function ignoredByRule(resources: readonly ResourceDrift[]): IgnoredByRule[] {
  const rules = new Map<
    string,
    { resource: ResourceDrift; fields: readonly string[] }[]
  >();
  for (const resource of resources) {
    for (const { rule, fields } of resource.ignored ?? []) {
      const hidden = rules.get(rule) ?? [];
      hidden.push({ resource, fields });
      rules.set(rule, hidden);
    }
  }
  return [...rules]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([rule, hidden]) => ({
      rule,
      count: hidden.reduce((sum, { fields }) => sum + fields.length, 0),
      resources: hidden,
    }));
}
