import { ApiServer, describeWithKubernetes } from '@backstage-gitops/envtest';
import { equal, isJsonObject, JsonObject, objectAt } from './Json';
import { SandboxCluster } from './SandboxCluster';
import { servedKinds } from './ServedKind';
import { Schema } from './schema/Schema';
import { ClusterCaller, pathOf } from './testing/ClusterCaller';
import {
  configMap,
  deployment,
  secret,
  service,
  statefulSet,
} from './testing/objects';

interface Written {
  readonly status: number;
  readonly body: any;
}

type Write = (
  method: string,
  path: string,
  body: unknown,
  contentType: string,
) => Promise<Written>;

describeWithKubernetes('beside a real API server, the sandbox', () => {
  let server: ApiServer;
  let cluster: SandboxCluster;
  let real: Write;
  let ours: Write;

  beforeAll(async () => {
    server = await ApiServer.start();
    await server.namespace('shop');
    cluster = await SandboxCluster.start({
      name: 'test',
      token: 'secret',
      namespaces: ['shop'],
      readyAfter: 3_600_000,
    });
    const caller = new ClusterCaller(cluster);
    ours = (method, path, body, contentType) =>
      caller.request(method, path, { body, contentType });
    real = (method, path, body, contentType) =>
      server.request(method, path, { body, contentType });
  });

  afterAll(async () => {
    await cluster?.stop();
    await server?.stop();
  });

  const apply = (write: Write, object: any, manager: string, more = '') =>
    write(
      'PATCH',
      `${pathOf(object)}?fieldManager=${manager}${more}`,
      object,
      'application/apply-patch+yaml',
    );
  const patch = (write: Write, object: any, change: unknown, manager: string) =>
    write(
      'PATCH',
      `${pathOf(object)}?fieldManager=${manager}`,
      change,
      'application/merge-patch+json',
    );

  it.each([
    ['Deployment', deployment()],
    ['StatefulSet', statefulSet()],
    ['Service', service()],
    ['ConfigMap', configMap()],
    ['Secret', secret()],
  ])('fills in and owns the same of a %s', async (_, object) => {
    const one = await apply(real, object, 'git');
    const other = await apply(ours, object, 'git');
    expect(other.status).toBe(one.status);
    expect(comparable(other.body)).toEqual(comparable(one.body));
  });

  it('gives fields to whoever changes them', async () => {
    const object = deployment('owned');
    const containers = [
      { ...object.spec.template.spec.containers[0], image: 'acme/web:hot' },
    ];
    const [one, other] = await both(async write => {
      await apply(write, object, 'git');
      await patch(write, object, { spec: { replicas: 9 } }, 'kubectl-scale');
      const spec = { template: { spec: { containers } } };
      return patch(write, object, { spec }, 'kubectl-edit');
    });
    expect(owned(other.body)).toEqual(owned(one.body));
  });

  it('tells the same conflicts, and takes over by force', async () => {
    const object = configMap('contested');
    const [one, other] = await both(async write => {
      await apply(write, object, 'git');
      await patch(write, object, { data: { a: 'x', new: 'y' } }, 'hand');
      return apply(write, object, 'git');
    });
    expect(other.body).toEqual(one.body);
    const [forced, ourForced] = await both(write =>
      apply(write, object, 'git', '&force=true'),
    );
    expect(comparable(ourForced.body)).toEqual(comparable(forced.body));
  });

  it('removes what is no longer applied, of maps and of keyed lists', async () => {
    const object = service('shrinking');
    const [first] = object.spec.ports;
    const [one, other] = await both(async write => {
      await apply(write, object, 'git');
      const labels = { metadata: { labels: { mine: 'yes' } } };
      await patch(write, object, labels, 'hand');
      return apply(
        write,
        {
          ...object,
          metadata: { name: 'shrinking', namespace: 'shop' },
          spec: { ...object.spec, ports: [first] },
        },
        'git',
      );
    });
    expect(comparable(other.body)).toEqual(comparable(one.body));
  });

  it.each([
    ['another name', { metadata: { name: 'else', namespace: 'shop' } }],
    ['another namespace', { metadata: { name: 'a', namespace: 'else' } }],
    ['another kind', { kind: 'Secret' }],
    ['another version', { apiVersion: 'v2' }],
  ])('refuses %s', async (_, wrong) => {
    const path = `${pathOf(configMap('a'))}?fieldManager=git`;
    const [one, other] = await both(write =>
      write(
        'PATCH',
        path,
        { ...configMap('a'), ...wrong },
        'application/apply-patch+yaml',
      ),
    );
    expect(one.status).toBeGreaterThanOrEqual(400);
    expect(Math.floor(other.status / 100)).toBe(Math.floor(one.status / 100));
  });

  it('describes its kinds as the real one does', async () => {
    const differences: string[] = [];
    const builtIn = servedKinds.filter(({ group }) => !isForeign(group));
    for (const { group, version, kind, schema } of builtIn) {
      const root = group === '' ? `api/${version}` : `apis/${group}/${version}`;
      const document = await server.get(`/openapi/v3/${root}`);
      const schemas = objectAt(document, 'components', 'schemas');
      const name = Object.keys(schemas).find(candidate =>
        candidate.endsWith(`.${version}.${kind}`),
      );
      differences.push(
        ...compare(
          schema,
          resolve(schemas[name ?? ''], schemas),
          kind,
          schemas,
        ),
      );
    }
    expect(differences).toEqual([]);
  });

  async function both(act: (write: Write) => Promise<Written>) {
    return [await act(real), await act(ours)];
  }
});

function isForeign(group: string) {
  return /fluxcd|argoproj/.test(group);
}

/** Without what no two servers share. */
function comparable(body: any) {
  const { status: _, ...rest } = body;
  const {
    uid,
    resourceVersion,
    creationTimestamp,
    managedFields,
    ...metadata
  } = body.metadata;
  const spec = body.spec && { ...body.spec };
  if (body.kind === 'Service') {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  return { ...rest, metadata, spec, owned: owned(body) };
}

function owned(body: any) {
  const applied = body.metadata.managedFields.filter(
    ({ subresource }: any) => subresource === undefined,
  );
  const entries = applied.map(({ time: _, ...entry }: any) => ({
    ...entry,
    // Only there where a map came with an update; no field is called so.
    fieldsV1: withoutMaps(entry.fieldsV1),
  }));
  // Within one second the real one orders by name, over several by time.
  return entries.sort((one: any, other: any) =>
    keyOf(one).localeCompare(keyOf(other)),
  );
}

function keyOf({ operation, manager }: any) {
  return `${operation} ${manager}`;
}

/** A map's own mark says nothing of a field; an item's does. */
function withoutMaps(tree: JsonObject, step = ''): JsonObject {
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([key]) => key !== '.' || step.startsWith('k:'))
      .map(([key, child]) => [
        key,
        isJsonObject(child) ? withoutMaps(child, key) : child,
      ]),
  );
}

const keys = [
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-map-type',
] as const;

/** Where our schema says something else than the real one. */
function compare(
  schema: Schema,
  real: JsonObject | undefined,
  path: string,
  schemas: JsonObject,
): string[] {
  if (real === undefined) return [`${path} is unknown`];
  const said = keys
    .filter(key => !equal(schema[key] ?? preset(key), real[key] ?? preset(key)))
    .map(
      key =>
        `${path} ${key}: ${JSON.stringify(schema[key])}, not ${JSON.stringify(
          real[key],
        )}`,
    );
  const below = Object.entries(schema.properties ?? {}).flatMap(
    ([name, child]) =>
      compare(
        child,
        resolve(objectAt(real, 'properties')[name], schemas),
        `${path}.${name}`,
        schemas,
      ),
  );
  const items =
    schema.items && schema.items.properties
      ? compare(
          schema.items,
          resolve(real.items, schemas),
          `${path}[]`,
          schemas,
        )
      : [];
  return [...said, ...below, ...items];
}

/** A list without a type is replaced as a whole. */
function preset(key: string) {
  return key === 'x-kubernetes-list-type' ? 'atomic' : undefined;
}

function resolve(value: unknown, schemas: JsonObject): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined;
  const [all] = Array.isArray(value.allOf) ? value.allOf : [value];
  const reference = isJsonObject(all) ? all.$ref : undefined;
  if (typeof reference !== 'string') return value;
  const found = schemas[reference.slice('#/components/schemas/'.length)];
  return isJsonObject(found) ? { ...found, ...value } : undefined;
}
