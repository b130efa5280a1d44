import { z } from 'zod';
import { Resource } from '../../../manifests/Resource';
import { splitImage } from '../../../manifests/imageReference';
import { FluxImageObject, FluxObjectBase } from './FluxObject';
import { readRevision } from './revision';
import { optionalPart, part, text } from '../../tolerant';

const schema = z.object({
  spec: part({ image: text }),
  status: part({
    latestRef: optionalPart({
      name: z.string().min(1),
      tag: text,
      digest: text,
    }),
    /** Before v1: `name:tag`. */
    latestImage: text,
    lastPushCommit: text,
    lastPushTime: text,
  }),
});

export function readImageObject(
  object: Resource,
  base: FluxObjectBase,
  kind: FluxImageObject['kind'],
): FluxImageObject {
  const { spec, status } = schema.parse(object);
  const latest = latestOf(status);
  const { lastPushCommit: pushed, lastPushTime } = status;
  return {
    ...base,
    kind,
    ...(latest !== undefined && { latest }),
    ...(spec.image !== undefined && { image: spec.image }),
    ...(pushed !== undefined && { pushed: readRevision(pushed, lastPushTime) }),
  };
}

function latestOf({
  latestRef,
  latestImage,
}: z.output<typeof schema>['status']): FluxImageObject['latest'] {
  if (latestRef !== undefined) return latestRef;
  if (latestImage === undefined) return undefined;
  const { name, tag, digest } = splitImage(latestImage);
  return {
    name,
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}
