import {
  Difference,
  ResourceDrift,
} from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../manifests/Resource';
import { compareResource } from '../compareResource';
import { ComparisonOptions, ComparisonPair } from '../model';
import { builtInSchemas } from '../schemas/builtInSchemas';

/** Who applies in these tests. */
export const ourManager = 'backstage-gitops';

export const options: ComparisonOptions = {
  schemas: builtInSchemas,
  rules: [],
  fieldManagers: [ourManager],
  unmanaged: false,
  salt: Buffer.from('test'),
};

/** Compares a pair as a person would ask for it. */
export function compare(
  pair: ComparisonPair,
  more: Partial<ComparisonOptions> = {},
): ResourceDrift {
  const drift = compareResource(pair, { ...options, ...more });
  if (drift === undefined) throw new Error('There was nothing to compare');
  return drift;
}

/** `class field` of each difference. */
export function found({ differences }: ResourceDrift): string[] {
  return differences.map(
    ({ field, class: kind }: Difference) => `${kind} ${field}`,
  );
}

type Content = Readonly<Record<string, unknown>>;

/** An object named `shop` in the namespace `bookshop`. */
export function object(
  kind: string,
  content: Content,
  metadata: Content = {},
): Resource {
  const [apiVersion, name] = kind.includes(' ')
    ? kind.split(' ')
    : ['v1', kind];
  return {
    apiVersion,
    kind: name,
    metadata: { name: 'shop', namespace: 'bookshop', ...metadata },
    ...content,
  };
}

/** A Deployment with this pod specification. */
export function deployment(podSpec: Content, spec: Content = {}): Resource {
  return object('apps/v1 Deployment', {
    spec: { template: { spec: podSpec }, ...spec },
  });
}

/** A Deployment whose one container is this. */
export function container(content: Content): Resource {
  return deployment({ containers: [{ name: 'app', ...content }] });
}

/** An entry of managedFields. */
export function entry(
  manager: string,
  fieldsV1: Content,
  more: Content = {},
): Content {
  return {
    manager,
    operation: manager === ourManager ? 'Apply' : 'Update',
    time: '2026-11-20T09:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...more,
  };
}

/** A live object that tells who wrote what. */
export function written(resource: Resource, ...entries: Content[]): Resource {
  return {
    ...resource,
    metadata: { ...asContent(resource.metadata), managedFields: entries },
  };
}

/** A live object that kubectl applied from this one. */
export function appliedFrom(applied: Resource, live: Resource): Resource {
  const metadata = asContent(live.metadata);
  return {
    ...live,
    metadata: {
      ...metadata,
      annotations: {
        ...asContent(metadata.annotations),
        'kubectl.kubernetes.io/last-applied-configuration':
          JSON.stringify(applied),
      },
    },
  };
}

function asContent(value: unknown): Content {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
