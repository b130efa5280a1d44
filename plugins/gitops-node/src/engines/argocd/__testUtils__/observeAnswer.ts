import {
  Target,
  unitObservationSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { applicationAnswer, commit } from '@backstage-gitops/envtest';
import {
  ManagedResource,
  managedResourcesSchema,
  resourceTreeSchema,
} from '../api/answers';
import { ArgoCdUnit } from '../match/ArgoCdUnit';
import { compareManaged } from '../observe/compareManaged';
import { observeApplication } from '../observe/observeApplication';
import { readApplication } from '../read/readApplication';

const instance = { name: 'eu', url: 'https://argo.example', clusters: [] };
export const now = new Date('2026-03-01T12:00:00Z');

function target(service: string): Target {
  return {
    ...{ id: service, unit: 'shop', service, aliases: [] },
    ...{ environment: 'production', path: 'apps/shop', artifacts: [] },
  };
}

export function unit(...services: readonly string[]): ArgoCdUnit {
  return {
    unit: {
      ...{ id: 'shop', name: 'shop', kind: 'Overlay' },
      ...{ environment: 'production', path: 'apps/shop', files: [] },
      declaredBy: { file: 'kustomization.yaml', line: 1 },
    },
    targets: services.map(target),
    declared: { revision: commit(1), commit: commit(1) },
  };
}

/** An Application as it is read from an answer. */
export function read(answer: Parameters<typeof applicationAnswer>[0]) {
  const application = readApplication(applicationAnswer(answer), 'eu');
  if (application === undefined) throw new Error('It was not read');
  return application;
}

/** As an Application lists what it deploys. */
export function resource(
  kind: string,
  name: string,
  status: string,
  more = {},
) {
  const group = kind === 'Deployment' ? { group: 'apps' } : {};
  return {
    ...group,
    version: 'v1',
    kind,
    namespace: 'shop',
    name,
    status,
    ...more,
  };
}

/** As Argo CD answers how it compares with Git. */
export function managed(
  kind: string,
  name: string,
  target_: object | null,
  live: object | null,
  more = {},
): unknown {
  const group = kind === 'Deployment' ? 'apps' : '';
  const object = (fields: object | null) =>
    fields === null
      ? 'null'
      : JSON.stringify({
          apiVersion: group === '' ? 'v1' : `${group}/v1`,
          ...{ kind, metadata: { namespace: 'shop', name }, ...fields },
        });
  return {
    ...{ group, kind, namespace: 'shop', name },
    ...{ targetState: object(target_), liveState: object(live), ...more },
  };
}

/** What is said of the unit, valid by the model. */
export function observe(
  answer: Parameters<typeof applicationAnswer>[0],
  options: {
    readonly services?: readonly string[];
    readonly items?: readonly unknown[];
    readonly nodes?: readonly unknown[];
    readonly applied?: readonly string[];
  } = {},
) {
  const application = read(answer);
  const { services = ['shop'], items, nodes, applied } = options;
  const observation = observeApplication({
    unit: unit(...services),
    claimant: { application, source: 0 },
    ...{ instance, cluster: 'eu-1', now },
    ...(items && { drift: compare(application, items) }),
    ...(applied && { applied: new Set(applied) }),
    ...(nodes && { tree: resourceTreeSchema.parse({ nodes }) }),
  });
  expect(unitObservationSchema.parse(observation)).toEqual(observation);
  return observation;
}

function compare(
  application: ReturnType<typeof read>,
  items: readonly unknown[],
) {
  const answers: readonly ManagedResource[] = managedResourcesSchema.parse({
    items,
  }).items;
  return compareManaged(answers, {
    ...{ application, targets: [], rules: [], disabledRules: [] },
    unmanaged: false,
  });
}
