import { z } from 'zod';
import { Resource } from '../../../manifests/Resource';
import { FluxObject, FluxObjectBase, FluxResourceSet } from './FluxObject';
import { isFluxKind } from './fluxKinds';
import { inventorySchema } from './inventory';
import { readBase } from './readBase';
import { readHelmRelease } from './readHelmRelease';
import { readImageObject } from './readImageObject';
import { readKustomization } from './readKustomization';
import { readSource } from './readSource';
import { readRevision } from './revision';
import { part, text } from '../../tolerant';

/**
 * An object of Flux as it says it is, in any version of its API; `undefined`
 * for an object of another kind, or without a name.
 */
export function readFluxObject(object: Resource): FluxObject | undefined {
  const base = readBase(object);
  if (base === undefined || !isFluxKind(base.ref)) return undefined;
  switch (object.kind) {
    case 'Kustomization':
      return readKustomization(object, base);
    case 'HelmRelease':
      return readHelmRelease(object, base);
    case 'GitRepository':
    case 'OCIRepository':
    case 'HelmRepository':
    case 'HelmChart':
    case 'Bucket':
    case 'ExternalArtifact':
      return readSource(object, base, object.kind);
    case 'ImageRepository':
    case 'ImagePolicy':
    case 'ImageUpdateAutomation':
      return readImageObject(object, base, object.kind);
    default:
      return readResourceSet(object, base);
  }
}

const resourceSetSchema = z.object({
  status: part({ inventory: inventorySchema, lastAppliedRevision: text }),
});

function readResourceSet(
  object: Resource,
  base: FluxObjectBase,
): FluxResourceSet {
  const { status } = resourceSetSchema.parse(object);
  const { inventory, lastAppliedRevision: applied } = status;
  return {
    ...base,
    kind: 'ResourceSet',
    ...(inventory !== undefined && { inventory }),
    ...(applied !== undefined && { applied: readRevision(applied) }),
  };
}
