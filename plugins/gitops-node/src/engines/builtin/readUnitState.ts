import pLimit from 'p-limit';
import { ClusterClient, ListScope } from '../../clusters/ClusterClient';
import { Resource } from '../../manifests/Resource';
import { DesiredUnit } from '../Engine';
import { declaredObjects } from './declaredObjects';
import { ApplySet, ApplySetParent, partOfLabel } from './ownership/ApplySet';
import { isOrphanOf } from './ownership/isOrphanOf';
import { numberAt } from './readField';
import { groupKindOf, refKey, refOf } from './resourceRef';
import { autoscalerTypes } from './watch/dependentKinds';
import { TypeIndex } from './TypeIndex';
import { DeclaredObject, UnitState } from './UnitState';

const concurrency = 8;

interface ReadOptions {
  readonly client: ClusterClient;
  readonly applySet: ApplySet;
  /** All where absent. */
  readonly namespaces?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * Reads what is live of a unit at this moment, object by object, and the
 * members of its ApplySet: what a sync acts upon is never older than the sync.
 * What may not be read is told as such; rejects where the cluster is away.
 */
export async function readUnitState(
  desired: DesiredUnit,
  options: ReadOptions,
): Promise<UnitState> {
  const { client, applySet, signal } = options;
  const types = new TypeIndex(await client.resourceTypes({ signal }));
  const declared = declaredObjects(desired, types);
  const unreadable = new Map<string, string>();
  const live = new Map<string, Resource>();
  const limit = pLimit(concurrency);
  await Promise.all(
    declared.map(object =>
      limit(async () => {
        await orUnreadable(refKey(object.ref), unreadable, async () => {
          const found = await readDeclared(object, client, signal);
          if (found !== undefined) live.set(refKey(object.ref), found);
        });
      }),
    ),
  );
  const unsearched = new Map<string, string>();
  const parent = await readParent(unsearched, options);
  const members = await readMembers(parent, types, unsearched, options);
  const names = new Set(declared.map(({ ref }) => refKey(ref)));
  return {
    desired,
    declared,
    live,
    orphans: members.filter(
      member =>
        !names.has(refKey(refOf(member))) &&
        isOrphanOf(desired.unit, applySet, member),
    ),
    unreadable,
    unsearched,
    autoscalers: await readAutoscalers(declared, types, options),
    ...(parent !== undefined && { parent }),
  };
}

/** In the version that it is declared in, so that the fields are the same. */
export async function readDeclared(
  { ref, type, problem }: DeclaredObject,
  client: ClusterClient,
  signal?: AbortSignal,
): Promise<Resource | undefined> {
  if (type === undefined || problem !== undefined) return undefined;
  const scope: ListScope = {
    ...(ref.namespace !== undefined && { namespace: ref.namespace }),
    fieldSelector: `metadata.name=${ref.name}`,
  };
  for await (const object of client.list(type, scope, { signal })) {
    return object;
  }
  return undefined;
}

/** Where it may not be read, what was applied before isn't known. */
async function readParent(
  unsearched: Map<string, string>,
  { client, applySet, signal }: ReadOptions,
): Promise<ApplySetParent | undefined> {
  let parent: ApplySetParent | undefined;
  await orUnreadable('ApplySet', unsearched, async () => {
    parent = applySet.readParent(await client.get(applySet.parent, { signal }));
  });
  return parent;
}

async function readMembers(
  parent: ApplySetParent | undefined,
  types: TypeIndex,
  unsearched: Map<string, string>,
  { client, applySet, namespaces, signal }: ReadOptions,
): Promise<readonly Resource[]> {
  const members: Resource[] = [];
  for (const groupKind of parent?.groupKinds ?? []) {
    const type = types.get(groupKind);
    if (type === undefined || !type.verbs.includes('list')) continue;
    const scopes = type.namespaced ? namespaces ?? [undefined] : [undefined];
    for (const namespace of scopes) {
      const scope: ListScope = {
        ...(namespace !== undefined && { namespace }),
        labelSelector: `${partOfLabel}=${applySet.id}`,
      };
      await orUnreadable(groupKind, unsearched, async () => {
        for await (const member of client.list(type, scope, { signal })) {
          members.push(member);
        }
      });
    }
  }
  return members;
}

/** Where they may not be read, who writes replicas is told by the managers. */
async function readAutoscalers(
  declared: readonly DeclaredObject[],
  types: TypeIndex,
  { client, signal }: ReadOptions,
): Promise<readonly Resource[]> {
  const scaled = declared.filter(
    ({ resource }) => numberAt(resource, 'spec', 'replicas') !== undefined,
  );
  const namespaces = new Set(scaled.flatMap(({ ref }) => ref.namespace ?? []));
  const autoscalers: Resource[] = [];
  for (const { group, kind } of autoscalerTypes) {
    const type = types.get(groupKindOf({ group, kind }));
    if (type === undefined) continue;
    for (const namespace of namespaces) {
      await orUnreadable(kind, new Map(), async () => {
        for await (const object of client.list(type, { namespace }, { signal }))
          autoscalers.push(object);
      });
    }
  }
  return autoscalers;
}

async function orUnreadable(
  what: string,
  reasons: Map<string, string>,
  read: () => Promise<void>,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    const isRefused =
      error instanceof Error &&
      ['NotAllowedError', 'NotFoundError'].includes(error.name);
    if (!isRefused) throw error;
    reasons.set(what, error.message);
  }
}
