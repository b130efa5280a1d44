import { findKustomize } from '@backstage-gitops/plugin-gitops-node';
import { Surroundings } from '../Command';
import { packagedKubectl } from './createRenderer';
import { cacheDirectory } from './mirrorDirectory';

/** The kubectl that npm brought; `undefined` where it has none. */
export async function findKubectl({
  environment,
}: Pick<Surroundings, 'environment'>): Promise<string | undefined> {
  const archive = packagedKubectl();
  if (archive === undefined) return undefined;
  const program = await findKustomize({
    archive,
    cacheDirectory: cacheDirectory(environment),
  });
  return program?.command;
}
