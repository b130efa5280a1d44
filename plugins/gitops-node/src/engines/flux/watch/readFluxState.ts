import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { ClusterClient, ResourceType } from '../../../clusters/ClusterClient';
import { FluxObject } from '../api/FluxObject';
import { applierKinds, isFluxKind, sourceGroup } from '../api/fluxKinds';
import { readFluxObject } from '../api/readFluxObject';
import { FluxState, NarrowedKind } from '../observe/FluxState';

/**
 * What deploys, and where it comes from, read once. A kind that may not be read
 * takes no other with it.
 */
export async function readFluxState(
  client: ClusterClient,
  namespaces: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<FluxState> {
  const types = await client.resourceTypes({ signal });
  const objects: FluxObject[] = [];
  const unreadable = new Map<string, string>();
  const narrowed = new Map<string, NarrowedKind>();
  for (const type of types.filter(isWanted)) {
    if (namespaces !== undefined) {
      const reason = `${type.kind} is read in ${namespaces.join(', ')} only`;
      narrowed.set(type.kind, { namespaces, reason });
    }
    for (const namespace of namespaces ?? [undefined]) {
      try {
        objects.push(...(await listed(client, type, namespace, signal)));
      } catch (error) {
        // One that was served a moment ago may be back in another.
        const isOfKind =
          error instanceof NotAllowedError || error instanceof NotFoundError;
        if (!isOfKind) throw error;
        unreadable.set(type.kind, error.message);
      }
    }
  }
  const hidden = new Set(unreadable.keys());
  return new FluxState(objects, unreadable, hidden, narrowed);
}

function isWanted(type: ResourceType): boolean {
  return (
    isFluxKind(type) &&
    (type.group === sourceGroup ||
      applierKinds.some(({ kind }) => kind === type.kind))
  );
}

async function listed(
  client: ClusterClient,
  type: ResourceType,
  namespace: string | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly FluxObject[]> {
  const scope = namespace === undefined ? {} : { namespace };
  const found: FluxObject[] = [];
  for await (const object of client.list(type, scope, { signal })) {
    const read = readFluxObject(object);
    if (read !== undefined) found.push(read);
  }
  return found;
}
