import { Resource } from '../../../manifests/Resource';
import { JsonObject, objectAt, textsAt } from '../readField';

/** The server's own, which manifests that were exported from a cluster hold. */
const serverFields = new Set([
  'creationTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/**
 * A declared object as it can be applied. `stringData` goes into `data`, as
 * the server would put it, since only of `data` a key that is no longer
 * declared is taken away.
 */
export function applicable(resource: Resource): Resource {
  const { status: _, ...rest } = resource;
  const metadata = Object.fromEntries(
    Object.entries(objectAt(resource, 'metadata') ?? {}).filter(
      ([key]) => !serverFields.has(key),
    ),
  );
  return withFoldedData({ ...rest, ...kindOf(resource), metadata });
}

function withFoldedData(resource: Resource): Resource {
  if (resource.apiVersion !== 'v1' || resource.kind !== 'Secret') {
    return resource;
  }
  const { stringData, ...secret } = resource;
  if (objectAt(resource, 'stringData') === undefined) {
    return { ...secret, ...kindOf(resource) };
  }
  const folded = Object.entries(textsAt(resource, 'stringData')).map(
    ([key, value]) => [key, Buffer.from(value).toString('base64')] as const,
  );
  const data: JsonObject = {
    ...objectAt(resource, 'data'),
    ...Object.fromEntries(folded),
  };
  return { ...secret, ...kindOf(resource), data };
}

function kindOf({ apiVersion, kind }: Resource) {
  return { apiVersion, kind };
}
