import { randomBytes } from 'node:crypto';
import {
  isResource,
  Resource,
  SecretMask,
} from '@backstage-gitops/plugin-gitops-node';

/**
 * A function that takes secrets out of objects. Equal values get equal masks
 * from one such function, so that what it masked can be compared.
 */
export function createResourceMask(): (
  resources: readonly Resource[],
) => readonly Resource[] {
  const mask = new SecretMask(randomBytes(32));
  return resources =>
    resources.map(each => mask.object(each)).filter(isResource);
}
