import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import { autoscaledTargets } from './autoscaledTargets';
import { compareResource } from './compareResource';
import { ComparisonOptions, ComparisonPair } from './model';
import { keyOf, LiveIndex } from './LiveIndex';
import { identify } from './resourceIdentity';
import { Resource, ResourceRef } from '../manifests/Resource';

/** @public */
export interface ComparedResources {
  readonly declared: readonly {
    readonly resource: Resource;
    readonly origin?: ComparisonPair['origin'];
    /** The answer of a dry-run apply, in exact mode. */
    readonly predicted?: Resource;
    readonly indeterminate?: string;
  }[];
  /** May hold more than what is declared; that is left alone. */
  readonly live: readonly Resource[];
}

/**
 * Compares what is declared with what is live, paired by group, kind, namespace
 * and name. A declared object that names no namespace, where none is the
 * default, is paired with the only one of its name; where there are several it
 * is indeterminate.
 *
 * @public
 */
export function compareResources(
  { declared, live }: ComparedResources,
  options: ComparisonOptions,
): ResourceDrift[] {
  const index = new LiveIndex(live, options.schemas);
  const autoscaled = autoscaledTargets([
    ...declared.map(({ resource }) => resource),
    ...live,
  ]);
  const seen = new Set<string>();
  return declared.flatMap(({ resource, origin, predicted, indeterminate }) => {
    const ref = refOf(resource, options);
    const id = keyOf(ref);
    const problem = seen.has(id) ? 'it is declared twice' : indeterminate;
    seen.add(id);
    const found = index.find(ref, options.defaultNamespace);
    const drift = compareResource(
      {
        declared: resource,
        live: found === 'several' ? undefined : found,
        predicted,
        origin,
        autoscaled: autoscaled.has(targetKey(found, ref)),
        indeterminate:
          found === 'several'
            ? 'it names no namespace, and several have an object of this name'
            : problem,
      },
      options,
    );
    return drift === undefined ? [] : [drift];
  });
}

/**
 * The live objects that `compareResources` pairs with none that is declared.
 *
 * @public
 */
export function unpairedResources(
  { declared, live }: ComparedResources,
  options: ComparisonOptions,
): Resource[] {
  const index = new LiveIndex(live, options.schemas);
  const paired = new Set(
    declared.map(({ resource }) =>
      index.find(refOf(resource, options), options.defaultNamespace),
    ),
  );
  return live.filter(object => !paired.has(object));
}

function refOf(
  resource: Resource,
  { schemas, defaultNamespace }: ComparisonOptions,
): ResourceRef {
  const schema = schemas.schemaOf(resource.apiVersion, resource.kind);
  return identify(resource, schema, defaultNamespace);
}

function targetKey(
  found: Resource | 'several' | undefined,
  ref: ResourceRef,
): string {
  const live =
    found === 'several' || found === undefined
      ? ref
      : identify(found, undefined);
  return `${ref.group}/${ref.kind}/${live.namespace ?? ''}/${ref.name}`;
}
