import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';

/** @public */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

const resourceListSchema = z.object({
  resources: z.array(
    z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() }),
  ),
});

type ServedKind = z.infer<typeof resourceListSchema>['resources'][number];

/** What the server calls each kind in its paths. */
export class ServedKinds {
  readonly #known = new Map<string, readonly ServedKind[]>();
  readonly #get: (path: string) => Promise<unknown>;

  constructor(get: (path: string) => Promise<unknown>) {
    this.#get = get;
  }

  async pathOf({ apiVersion, kind, metadata }: KubernetesObject) {
    const root = apiVersion.includes('/')
      ? `/apis/${apiVersion}`
      : `/api/${apiVersion}`;
    const served = await this.#find(root, kind);
    if (!served) throw new NotFoundError(`${apiVersion} ${kind} isn't served`);
    const place = served.namespaced
      ? `/namespaces/${metadata.namespace ?? 'default'}`
      : '';
    return `${root}${place}/${served.name}/${encodeURIComponent(
      metadata.name,
    )}`;
  }

  async #find(root: string, kind: string): Promise<ServedKind | undefined> {
    const known = this.#known.get(root)?.find(matches(kind));
    if (known) return known;
    const { resources } = resourceListSchema.parse(await this.#get(root));
    this.#known.set(root, resources);
    return resources.find(matches(kind));
  }
}

function matches(kind: string) {
  return (served: ServedKind) =>
    served.kind === kind && !served.name.includes('/');
}
