import { Resource } from '../../../manifests/Resource';
import { DesiredUnit } from '../../Engine';

/** Where the containers of a kind are, by its API version and kind. */
const podSpecs: Readonly<Record<string, readonly string[]>> = {
  'v1 Pod': ['spec'],
  'apps/v1 Deployment': ['spec', 'template', 'spec'],
  'apps/v1 StatefulSet': ['spec', 'template', 'spec'],
  'apps/v1 DaemonSet': ['spec', 'template', 'spec'],
  'apps/v1 ReplicaSet': ['spec', 'template', 'spec'],
  'batch/v1 Job': ['spec', 'template', 'spec'],
  'batch/v1 CronJob': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** The same answer for the same unit: others tell by it whether it has moved. */
const applied = new WeakMap<DesiredUnit, DesiredUnit>();

/**
 * What kustomize-controller applies for what is declared: it writes the
 * protocol of ports that name none before it applies them, and so owns it
 * (github.com/fluxcd/pkg, ssa/normalize).
 */
export function asFluxApplies(desired: DesiredUnit): DesiredUnit {
  const known = applied.get(desired);
  if (known !== undefined) return known;
  const made: DesiredUnit = {
    ...desired,
    resources: desired.resources.map(declared => ({
      ...declared,
      resource: withProtocols(declared.resource),
      origin: field => declared.origin(field),
    })),
  };
  applied.set(desired, made);
  return made;
}

function withProtocols(resource: Resource): Resource {
  const kind = `${resource.apiVersion} ${resource.kind}`;
  if (kind === 'v1 Service') {
    return { ...resource, spec: portsOf(resource.spec) };
  }
  const [first, ...rest] = podSpecs[kind] ?? [];
  if (first === undefined) return resource;
  const podSpec = changeAt(resource[first], rest, spec =>
    changeAt(spec, ['containers'], containers => each(containers, portsOf)),
  );
  return { ...resource, [first]: podSpec };
}

function portsOf(holder: unknown): unknown {
  return changeAt(holder, ['ports'], ports =>
    each(ports, port =>
      isObject(port) && !port.protocol ? { ...port, protocol: 'TCP' } : port,
    ),
  );
}

function each(list: unknown, change: (item: unknown) => unknown): unknown {
  return Array.isArray(list) ? list.map(change) : list;
}

/** Leaves alone what isn't there. */
function changeAt(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (value: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  if (!isObject(value) || value[key] === undefined) return value;
  return { ...value, [key]: changeAt(value[key], rest, change) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
