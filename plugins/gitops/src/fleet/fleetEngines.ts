import {
  EngineKind,
  engineKindSchema,
  FleetResponse,
} from '@backstage-gitops/plugin-gitops-common';
import type { FleetView } from './fleetView';

type FleetEngine = NonNullable<FleetResponse['facets']['engines']>[number];

/** Which engines a row may be brought by, as far as that has to be said. */
export interface EnginesShown {
  /** Nothing is said where all rows are one engine's. */
  readonly engine: boolean;
  /** Kinds of which there are several. */
  readonly instanceOf: ReadonlySet<EngineKind>;
}

export function enginesShown(
  engines: readonly FleetEngine[] = [],
): EnginesShown {
  const kinds = new Set(engines.map(({ kind }) => kind));
  // What several claim is of no instance.
  const named = engines.flatMap(({ kind, instance }) => (instance ? kind : []));
  const instanceOf = new Set(
    named.filter((kind, index) => named.indexOf(kind) !== index),
  );
  return { engine: kinds.size + instanceOf.size > 1, instanceOf };
}

/** Each kind, and each instance of those that there are several of. */
export function engineChoices(
  engines: readonly FleetEngine[] = [],
): FleetEngine[] {
  const { instanceOf } = enginesShown(engines);
  return [...new Set(engines.map(({ kind }) => kind))].flatMap(kind => [
    { kind },
    ...engines.filter(
      each => instanceOf.has(kind) && each.kind === kind && each.instance,
    ),
  ]);
}

/** As a choice names it: `argocd`, `argocd/eu`. */
export function engineValue({ kind, instance }: FleetEngine): string {
  return instance === undefined ? kind : `${kind}/${instance}`;
}

/** The part of a view that a choice stands for. */
export function engineOfValue(
  value: string | undefined,
): Pick<FleetView, 'engine' | 'instance'> {
  const [kind, ...rest] = value?.split('/') ?? [];
  return {
    engine: engineKindSchema.safeParse(kind).data,
    instance: rest.length > 0 ? rest.join('/') : undefined,
  };
}
