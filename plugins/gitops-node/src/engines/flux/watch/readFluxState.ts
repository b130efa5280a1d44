import { ClusterClient } from '../../../clusters/ClusterClient';
import { FluxObject } from '../api/FluxObject';
import { applierKinds, isFluxKind, sourceGroup } from '../api/fluxKinds';
import { readFluxObject } from '../api/readFluxObject';
import { FluxState } from '../observe/FluxState';

/** What deploys, and where it comes from, read once. */
export async function readFluxState(
  client: ClusterClient,
  namespaces: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<FluxState> {
  const types = await client.resourceTypes({ signal });
  const objects: FluxObject[] = [];
  for (const type of types) {
    const isWanted =
      isFluxKind(type) &&
      (type.group === sourceGroup ||
        applierKinds.some(({ kind }) => kind === type.kind));
    if (!isWanted) continue;
    for (const namespace of namespaces ?? [undefined]) {
      const scope = namespace === undefined ? {} : { namespace };
      for await (const object of client.list(type, scope, { signal })) {
        const read = readFluxObject(object);
        if (read !== undefined) objects.push(read);
      }
    }
  }
  return new FluxState(objects);
}
