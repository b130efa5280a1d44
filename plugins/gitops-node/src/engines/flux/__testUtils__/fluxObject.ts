import { Resource } from '../../../manifests/Resource';

/** An object as the API answers with it, in a version of the group's API. */
export function fluxObject(
  kind: string,
  apiVersion: string,
  parts: Readonly<Record<string, unknown>> = {},
): Resource {
  return {
    apiVersion,
    kind,
    metadata: { name: 'shop', namespace: 'apps', generation: 2 },
    ...parts,
  };
}
