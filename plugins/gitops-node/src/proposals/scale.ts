import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredTarget } from '../discovery/model';
import { isReplicated } from '../discovery/kustomize/replicaTransformer';
import { Resource, ResourceRef } from '../manifests/Resource';
import { resourceName } from '../manifests/resourceName';
import { isOf } from './fields/affectedTargets';
import { FieldChange } from './fields/model';

/** How many replicas, and of what. */
export interface ScaleRequest {
  readonly resource?: ResourceRef;
  readonly replicas: number;
}

/** The change that scaling comes to; none where it is so already. */
export interface ScaledField {
  readonly change?: FieldChange;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * What has to be declared so that a workload of a target has a number of
 * replicas. `autoscaled` names (`group/kind/namespace/name`) what autoscalers
 * set: there the number is theirs.
 */
export function scale(
  target: DiscoveredTarget,
  { resource, replicas }: ScaleRequest,
  objects: readonly Resource[],
  autoscaled: ReadonlySet<string>,
): ScaledField {
  const workloads = objects.filter(({ kind }) => isReplicated(kind));
  const found = workloads.filter(object =>
    resource === undefined
      ? workloads.length === 1 || isTargets(object, target)
      : isNamed(object, resource),
  );
  const [workload, other] = found;
  if (workload === undefined)
    return refused(absent(target, resource, workloads));
  if (other !== undefined) {
    const names = found.map(nameOf).join(', ');
    return refused(
      `${target.service} has several workloads: choose of ${names}.`,
    );
  }
  const ref = refOf(workload);
  if (isAutoscaled(ref, autoscaled)) {
    return refused(
      `The replicas of ${nameOf(
        workload,
      )} are set by an autoscaler: change its limits instead.`,
    );
  }
  const { spec } = workload;
  const isSo =
    typeof spec === 'object' &&
    spec !== null &&
    Reflect.get(spec, 'replicas') === replicas;
  if (isSo) return { diagnostics: [] };
  return {
    diagnostics: [],
    change: {
      unit: target.unit,
      resource: ref,
      segments: ['spec', 'replicas'],
      field: 'spec.replicas',
      edit: { op: 'set', value: replicas },
    },
  };
}

function refOf(object: Resource): ResourceRef {
  const [group, kind, namespace, name] = resourceName(object).split('/');
  return {
    group: group === '_' ? '' : group,
    kind,
    name,
    ...(namespace !== '_' && { namespace }),
  };
}

function nameOf(object: Resource): string {
  const { kind, name } = refOf(object);
  return `${kind} ${name}`;
}

function isTargets(object: Resource, target: DiscoveredTarget): boolean {
  const { metadata } = object;
  const labels: unknown =
    typeof metadata === 'object' && metadata !== null
      ? Reflect.get(metadata, 'labels')
      : undefined;
  const texts = Object.entries(
    typeof labels === 'object' && labels !== null ? labels : {},
  ).map(([key, value]) => [key, String(value)] as const);
  return isOf(
    { name: refOf(object).name, labels: Object.fromEntries(texts) },
    target,
  );
}

function isNamed(object: Resource, resource: ResourceRef): boolean {
  const ref = refOf(object);
  return (
    ref.group === resource.group &&
    ref.kind === resource.kind &&
    ref.name === resource.name &&
    (resource.namespace === undefined ||
      ref.namespace === undefined ||
      ref.namespace === resource.namespace)
  );
}

/** An autoscaler names no namespace where its own is that of the workload. */
function isAutoscaled(
  { group, kind, namespace, name }: ResourceRef,
  autoscaled: ReadonlySet<string>,
): boolean {
  return [...autoscaled].some(text => {
    const [ofGroup, ofKind, ofNamespace, ofName] = text.split('/');
    return (
      ofGroup === group &&
      ofKind === kind &&
      ofName === name &&
      (ofNamespace === '' ||
        namespace === undefined ||
        ofNamespace === namespace)
    );
  });
}

function absent(
  { service }: DiscoveredTarget,
  resource: ResourceRef | undefined,
  workloads: readonly Resource[],
): string {
  const what =
    resource === undefined
      ? `a workload of ${service} with replicas`
      : `${resource.kind} ${resource.name}`;
  const known = workloads.map(nameOf).join(', ');
  return known === ''
    ? `Its unit renders no Deployment, StatefulSet or ReplicaSet, so ${what} was not found.`
    : `There is no ${what}; its unit has ${known}.`;
}

function refused(message: string): ScaledField {
  return {
    diagnostics: [{ level: 'error', code: 'proposal-not-scalable', message }],
  };
}
