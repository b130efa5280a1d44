import { randomBytes } from 'node:crypto';
import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import { builtInSchemas, compareResource } from '../../../drift';
import { IgnoreRule, SchemaSource } from '../../../drift/model';
import { Resource, ResourceRef } from '../../../manifests/Resource';
import { isJsonObject, objectAt } from '../../builtin/readField';
import { refKey } from '../../builtin/resourceRef';
import { ManagedResource } from '../api/answers';
import { ArgoCdApplication } from '../read/ArgoCdApplication';

/** Under which names Argo CD writes. */
export const argoCdManagers = [
  'argocd-controller',
  'argocd-application-controller',
];

/** How what is live is compared with what Git declares. @public */
export interface ComparisonRules {
  readonly rules: readonly IgnoreRule[];
  readonly disabledRules: readonly string[];
  readonly unmanaged: boolean;
  /** Kubernetes' own kinds where absent. */
  readonly schemas?: SchemaSource;
}

export interface ManagedComparison extends ComparisonRules {
  readonly application: ArgoCdApplication;
  readonly targets: readonly string[];
}

/**
 * How what is live differs from what Argo CD has rendered, field by field, of
 * the resources that it calls out of sync. What it calls synced is: it knows
 * what it was told to ignore. Secrets arrive masked, so that a value can only
 * be told to be another.
 */
export function compareManaged(
  items: readonly ManagedResource[],
  comparison: ManagedComparison,
): ReadonlyMap<string, ResourceDrift> {
  const salt = randomBytes(16);
  const states = new Map(
    comparison.application.resources.map(each => [refKey(each), each.status]),
  );
  const found = new Map<string, ResourceDrift>();
  for (const item of items) {
    if (item.hook) continue;
    const ref = refOf(item);
    const key = refKey(ref);
    if (states.get(key) === 'synced') continue;
    found.set(key, compareItem(ref, item, { ...comparison, salt }));
  }
  return found;
}

function compareItem(
  ref: ResourceRef,
  { targetState, liveState }: ManagedResource,
  comparison: ManagedComparison & { readonly salt: Uint8Array },
): ResourceDrift {
  const { application, rules, disabledRules, unmanaged, salt } = comparison;
  const { schemas = builtInSchemas, targets } = comparison;
  const unknown = (reason: string): ResourceDrift => ({
    ...ref,
    ...{ status: 'indeterminate', reason, differences: [] },
  });
  if (targetState === undefined && liveState === undefined) {
    return unknown('Argo CD tells neither what is declared nor what is live');
  }
  const drift = compareResource(
    {
      declared: targetState && unmask(targetState),
      live: liveState && unmask(liveState),
    },
    {
      ...{ schemas, disabledRules, unmanaged, targets, salt },
      rules: [...rules, ...application.ignored],
      fieldManagers: argoCdManagers,
      ...(ref.namespace !== undefined && { defaultNamespace: ref.namespace }),
    },
  );
  if (drift === undefined) return unknown("It can't be compared");
  // Ours looks at what is declared; Argo CD's may have seen more.
  return drift.status === 'synced'
    ? {
        ...drift,
        ...unknown(
          'Argo CD calls it out of sync, and no declared field differs',
        ),
      }
    : { ...drift, ...ref };
}

function refOf({ group, kind, namespace, name }: ManagedResource): ResourceRef {
  return {
    ...{ group, kind, name },
    ...(namespace !== undefined && { namespace }),
  };
}

/**
 * Argo CD puts plus signs in the place of a Secret's values, more of them where
 * they differ; not always as many as base64 has.
 */
function unmask(object: Resource): Resource {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return object;
  const data = objectAt(object, 'data');
  if (!isJsonObject(data)) return object;
  return {
    ...object,
    data: Object.fromEntries(
      Object.entries(data).map(([key, value]) => [
        key,
        typeof value === 'string' && /^\++$/.test(value)
          ? Buffer.from(value).toString('base64')
          : value,
      ]),
    ),
  };
}
