import { z } from 'zod';
import { FluxRef } from './FluxObject';
import { sourceGroup } from './fluxKinds';
import { listOf, optionalPart, text } from '../../tolerant';

/** `sourceRef`, `chartRef`. */
export const referenceSchema = optionalPart({
  kind: z.string().min(1),
  name: z.string().min(1),
  namespace: text,
});

/** In the object's own namespace where it names none. */
export function sourceReference(
  reference: z.output<typeof referenceSchema>,
  namespace: string,
): FluxRef | undefined {
  return (
    reference && {
      group: sourceGroup,
      kind: reference.kind,
      namespace: reference.namespace ?? namespace,
      name: reference.name,
    }
  );
}

export const dependsOnSchema = listOf(
  z.object({ name: z.string().min(1), namespace: text }),
);

/** Objects depend on others of their kind. */
export function dependencies(
  dependsOn: z.output<typeof dependsOnSchema>,
  { group, kind, namespace }: FluxRef,
): readonly FluxRef[] {
  return dependsOn.map(each => ({
    group,
    kind,
    namespace: each.namespace ?? namespace,
    name: each.name,
  }));
}
