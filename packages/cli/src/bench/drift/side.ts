import fs from 'node:fs/promises';
import { Program } from '../../main';
import { compareCluster, formatSide, sideSchema } from './compareCluster';

/**
 * Our side of the comparison with kubectl, as a program of its own: it starts,
 * reads the manifests, asks the server and prints what drifted.
 */
export async function main(
  [manifests, side]: readonly string[],
  program: Program,
): Promise<number> {
  if (manifests === undefined || side === undefined) {
    program.note('usage: drift-side MANIFESTS CONNECTION');
    return 2;
  }
  const content: unknown = JSON.parse(await fs.readFile(side, 'utf8'));
  const drift = await compareCluster(manifests, sideSchema.parse(content));
  const found = formatSide(drift);
  program.print(found);
  return found === '' ? 0 : 1;
}
