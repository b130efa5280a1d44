import { randomUUID } from 'node:crypto';
import { ApiError } from '../api/ApiError';
import { applyObject, asJson, checked, Conflict } from '../fields/applyObject';
import { describePath } from '../fields/FieldSet';
import { Writer } from '../fields/managers';
import { mergePatch } from '../fields/mergePatch';
import { updateObject } from '../fields/updateObject';
import { equal, Json, valueAt } from '../Json';
import { KubeObject } from '../KubeObject';
import { withDefaults } from '../schema/defaults';
import { findKind, ServedKind } from '../ServedKind';
import { ObjectStore, StoredAt } from './ObjectStore';

export interface WriteOptions {
  readonly manager: string;
  /** ISO 8601 without a fraction of a second. */
  readonly time: string;
  readonly dryRun: boolean;
}

export interface Preconditions {
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** Writes objects as an API server does: with an owner for each field. */
export class ObjectWriter {
  readonly #store: ObjectStore;

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  create(kind: ServedKind, object: KubeObject, options: WriteOptions) {
    const { namespace, name } = object.metadata;
    if (this.#store.get({ kind, namespace, name })) {
      throw new ApiError(
        'AlreadyExists',
        `${kind.plural} "${name}" already exists`,
      );
    }
    return this.#update(kind, undefined, withDefaults(object), options);
  }

  apply(
    kind: ServedKind,
    applied: KubeObject,
    options: WriteOptions & { readonly force: boolean },
  ): { readonly object: KubeObject; readonly created: boolean } {
    const { namespace, name, uid } = applied.metadata;
    const live = this.#store.get({ kind, namespace, name });
    if (uid !== undefined && uid !== live?.metadata.uid) {
      throw new ApiError('Conflict', `the object's uid isn't ${uid}`);
    }
    if (applied.metadata.managedFields !== undefined) {
      throw new ApiError('BadRequest', 'metadata.managedFields must be nil');
    }
    const result = applyObject({
      live,
      applied,
      schema: kind.schema,
      writer: { ...writerOf(options), operation: 'Apply' },
      force: options.force,
      withDefaults,
    });
    if (result.type === 'conflict') throw conflictError(result.conflicts);
    return {
      object: this.#keep(kind, live, result.object, options),
      created: live === undefined,
    };
  }

  patch(at: StoredAt, patch: Json, options: WriteOptions): KubeObject {
    const live = this.#existing(at);
    checkVersion(live, patch);
    const wanted = checked(mergePatch(asJson(live), patch));
    if (
      wanted.kind !== live.kind ||
      wanted.metadata.name !== live.metadata.name ||
      wanted.metadata.namespace !== live.metadata.namespace
    ) {
      throw new ApiError('BadRequest', 'a patch must not change the identity');
    }
    return this.#update(at.kind, live, withDefaults(wanted), options);
  }

  /** Sets what only controllers write. */
  setStatus(at: StoredAt, status: Json, options: WriteOptions): void {
    const live = this.#store.get(at);
    if (!live || equal(live.status, status)) return;
    const wanted = { ...live, status };
    this.#update(at.kind, live, wanted, { ...options, subresource: 'status' });
  }

  /** Also deletes what the object owns, as garbage collection does later. */
  delete(
    at: StoredAt,
    options: {
      readonly preconditions?: Preconditions;
      readonly orphan?: boolean;
      readonly dryRun?: boolean;
    } = {},
  ): KubeObject {
    const live = this.#existing(at);
    checkPreconditions(at, live, options.preconditions ?? {});
    if (options.dryRun) return live;
    this.#store.remove(at);
    if (!options.orphan) this.#deleteDependents(live);
    return live;
  }

  #deleteDependents({ kind, metadata }: KubeObject) {
    for (const dependent of this.#store.all()) {
      const { ownerReferences = [], namespace } = dependent.object.metadata;
      const isOwned = ownerReferences.some(({ uid }) => uid === metadata.uid);
      const isInside = kind === 'Namespace' && namespace === metadata.name;
      if ((isOwned || isInside) && this.#store.get(dependent)) {
        this.delete(dependent);
      }
    }
  }

  #existing(at: StoredAt): KubeObject {
    const live = this.#store.get(at);
    if (live) return live;
    throw notFound(at);
  }

  #update(
    kind: ServedKind,
    live: KubeObject | undefined,
    wanted: KubeObject,
    options: WriteOptions & { readonly subresource?: 'status' },
  ): KubeObject {
    const object = updateObject({
      live,
      wanted,
      schema: kind.schema,
      writer: { ...writerOf(options), operation: 'Update' },
    });
    return this.#keep(kind, live, object, options);
  }

  /** An unchanged object keeps its version; a dry run stores nothing. */
  #keep(
    kind: ServedKind,
    live: KubeObject | undefined,
    object: KubeObject,
    { dryRun, time }: WriteOptions,
  ): KubeObject {
    this.#checkNamespace(kind, object);
    const isNewSpec = !equal(live?.spec, object.spec);
    const generation = live?.metadata.generation ?? 0;
    const complete: KubeObject = {
      ...object,
      metadata: {
        ...object.metadata,
        uid: live?.metadata.uid ?? randomUUID(),
        creationTimestamp: live?.metadata.creationTimestamp ?? time,
        ...(hasGeneration(object) && {
          generation: isNewSpec ? generation + 1 : generation,
        }),
        resourceVersion: live?.metadata.resourceVersion,
      },
    };
    if (dryRun || (live && equal(live, complete))) return complete;
    return this.#store.put(kind, complete);
  }

  #checkNamespace(kind: ServedKind, { metadata }: KubeObject) {
    const name = metadata.namespace;
    if (!kind.namespaced || name === undefined) return;
    const namespaces = findKind({
      group: '',
      version: 'v1',
      kind: 'Namespace',
    });
    if (namespaces && this.#store.get({ kind: namespaces, name })) return;
    throw new ApiError('NotFound', `namespaces "${name}" not found`, {
      name,
      kind: 'namespaces',
    });
  }
}

const withoutGeneration = [
  'HorizontalPodAutoscaler',
  'Namespace',
  'PersistentVolumeClaim',
  'Service',
];

/** Whether the server counts how often what is wanted has changed. */
function hasGeneration({ kind, spec }: KubeObject): boolean {
  return spec !== undefined && !withoutGeneration.includes(kind);
}

function writerOf(
  options: WriteOptions & { readonly subresource?: 'status' },
): Omit<Writer, 'operation'> {
  const { manager, time, subresource } = options;
  return { manager, time, ...(subresource && { subresource }) };
}

export function notFound({ kind, name }: StoredAt): ApiError {
  const resource = kind.group ? `${kind.plural}.${kind.group}` : kind.plural;
  return new ApiError('NotFound', `${resource} "${name}" not found`, {
    name,
    group: kind.group,
    kind: kind.plural,
  });
}

function conflictError(conflicts: readonly Conflict[]): ApiError {
  const causes = conflicts.map(({ owner, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${owner}`,
    field: describePath(field),
  }));
  const told = causes.map(({ message, field }) => `${message}: ${field}`);
  return new ApiError(
    'Conflict',
    `Apply failed with ${causes.length} conflict${
      causes.length === 1 ? '' : 's'
    }: ${told.join('\n')}`,
    { causes },
  );
}

function checkVersion(live: KubeObject, patch: Json) {
  const resourceVersion = valueAt(patch, 'metadata', 'resourceVersion');
  if (
    resourceVersion !== undefined &&
    resourceVersion !== live.metadata.resourceVersion
  ) {
    throw new ApiError(
      'Conflict',
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  }
}

function checkPreconditions(
  { kind, name }: StoredAt,
  { metadata }: KubeObject,
  { uid, resourceVersion }: Preconditions,
) {
  const refuse = (what: string, wanted: string, found?: string) => {
    throw new ApiError(
      'Conflict',
      `Operation cannot be fulfilled on ${kind.plural} "${name}": the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found})`,
    );
  };
  if (uid !== undefined && uid !== metadata.uid) {
    refuse('UID', uid, metadata.uid);
  }
  if (
    resourceVersion !== undefined &&
    resourceVersion !== metadata.resourceVersion
  ) {
    refuse('ResourceVersion', resourceVersion, metadata.resourceVersion);
  }
}
