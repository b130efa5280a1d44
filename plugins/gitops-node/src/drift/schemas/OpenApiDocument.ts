import { FieldSchema, ResourceSchema } from '../model';
import { Fields, isFields, own } from '../fields/value';
import { readSchema, SchemaDefinitions } from './JsonSchema';

const kubernetesOwn =
  /^io\.k8s\.(?:api|apimachinery|kube-aggregator|apiextensions-apiserver)\./;

/** Types that OpenAPI can only call text. */
const named: Readonly<Record<string, FieldSchema>> = {
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { format: 'quantity' },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { format: 'intOrString' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { format: 'time' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { format: 'time' },
};

/** One OpenAPI v3 document of an API server: that of a group and version. */
export class OpenApiDocument implements SchemaDefinitions {
  readonly #document: Fields;
  readonly #schemas: Fields;
  readonly #definitions = new Map<string, FieldSchema | undefined>();
  #names: ReadonlyMap<string, string> | undefined;
  #scopes: ReadonlyMap<string, boolean> | undefined;

  constructor(document: unknown) {
    this.#document = isFields(document) ? document : {};
    const { components } = this.#document;
    const schemas = isFields(components) ? components.schemas : undefined;
    this.#schemas = isFields(schemas) ? schemas : {};
  }

  /** Whether the kind is one of Kubernetes itself, not of a custom resource. */
  isKubernetesOwn(kind: string): boolean {
    return kubernetesOwn.test(this.#nameOf(kind) ?? '');
  }

  schemaOf(kind: string): ResourceSchema | undefined {
    const name = this.#nameOf(kind);
    const root = name === undefined ? undefined : this.definition(name);
    if (name === undefined || root === undefined) return undefined;
    return {
      namespaced: this.#scopeOf(kind),
      root,
      omitsZero: kubernetesOwn.test(name),
    };
  }

  definition(name: string): FieldSchema | undefined {
    if (Object.hasOwn(named, name)) return named[name];
    if (this.#definitions.has(name)) return this.#definitions.get(name);
    const raw = own(this.#schemas, name);
    // Before it is read, so that a circle of references ends.
    this.#definitions.set(name, undefined);
    const schema = readSchema(raw, this, !kubernetesOwn.test(name));
    this.#definitions.set(name, schema);
    return schema;
  }

  #nameOf(kind: string): string | undefined {
    this.#names ??= new Map(
      Object.entries(this.#schemas).flatMap(([name, schema]) =>
        kindsOf(schema).map((each): [string, string] => [each, name]),
      ),
    );
    return this.#names.get(kind);
  }

  #scopeOf(kind: string): boolean | undefined {
    this.#scopes ??= readScopes(this.#document.paths);
    return this.#scopes.get(kind);
  }
}

/** Types such as DeleteOptions belong to every group: they are of several. */
function kindsOf(schema: unknown): string[] {
  if (!isFields(schema)) return [];
  const kinds = schema['x-kubernetes-group-version-kind'];
  if (!Array.isArray(kinds) || kinds.length !== 1) return [];
  return kinds.flatMap(each =>
    isFields(each) && typeof each.kind === 'string' ? [each.kind] : [],
  );
}

function readScopes(paths: unknown): ReadonlyMap<string, boolean> {
  const scopes = new Map<string, boolean>();
  if (!isFields(paths)) return scopes;
  for (const [path, item] of Object.entries(paths)) {
    const isOne = path.endsWith('/{name}');
    if (!isOne || !isFields(item) || !isFields(item.get)) continue;
    const kind = item.get['x-kubernetes-group-version-kind'];
    if (!isFields(kind) || typeof kind.kind !== 'string') continue;
    scopes.set(kind.kind, path.includes('/namespaces/{namespace}/'));
  }
  return scopes;
}
