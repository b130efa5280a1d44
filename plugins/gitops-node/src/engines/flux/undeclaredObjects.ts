import { UndeclaredObject } from '@backstage-gitops/plugin-gitops-common';
import { refKey } from '../builtin/resourceRef';
import { FluxApplier, FluxObject } from './api/FluxObject';
import { readableMessage } from './api/readableMessage';
import { FluxSurvey } from './FluxEngineOptions';

/**
 * The objects of a survey that no repository declares, by namespace and name,
 * with what they deploy.
 *
 * @public
 */
export function undeclaredObjects({
  undeclared,
  objects,
}: Pick<FluxSurvey, 'undeclared' | 'objects'>): UndeclaredObject[] {
  const byKey = new Map(objects.map(each => [refKey(each.ref), each]));
  return undeclared
    .map(object => ({
      object: { ...object.ref },
      sources: sourcesOf(object, byKey),
    }))
    .sort(
      (one, other) =>
        one.object.namespace.localeCompare(other.object.namespace) ||
        one.object.name.localeCompare(other.object.name) ||
        one.object.kind.localeCompare(other.object.kind),
    );
}

function sourcesOf(
  object: FluxApplier,
  objects: ReadonlyMap<string, FluxObject>,
): UndeclaredObject['sources'] {
  const ref =
    object.kind === 'HelmRelease'
      ? object.source ?? object.chart
      : object.source;
  const source = ref && objects.get(refKey(ref));
  const url = source && 'url' in source ? source.url : undefined;
  const path = object.kind === 'HelmRelease' ? object.chartPath : object.path;
  if (url === undefined && path === undefined) return [];
  return [
    {
      ...(url !== undefined && { url: readableMessage(url) }),
      ...(path !== undefined && { path }),
    },
  ];
}
