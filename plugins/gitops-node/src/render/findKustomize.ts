import path from 'node:path';
import { findProgram, ProgramLocations } from './findProgram';
import { KustomizeProgram } from './KustomizeProgram';

/**
 * The program to build kustomizations with (kustomize or kubectl); `undefined`
 * where there is none.
 *
 * @public
 */
export async function findKustomize(
  locations: ProgramLocations,
): Promise<KustomizeProgram | undefined> {
  const names = ['kustomize', 'kubectl'];
  const command = await findProgram(names, 'kubectl/kubectl', locations);
  if (command === undefined) return undefined;
  const isKubectl = path.basename(command).startsWith('kubectl');
  return { command, args: [isKubectl ? 'kustomize' : 'build'] };
}
