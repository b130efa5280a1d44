import path from 'node:path';
import { Policy } from '@backstage-gitops/plugin-gitops-node';
import { Arguments, Surroundings } from '../Command';
import { readPoliciesFile } from '../repository/readConfigFile';
import { openAll, readPolicyDirectory } from './readPolicyDirectory';

/** The policies of `--policies DIR`, and those of `--config FILE`. */
export async function policiesOf(
  args: Arguments,
  surroundings: Surroundings,
): Promise<readonly Policy[]> {
  const { directory } = surroundings;
  const named = args.get('policies');
  const file = args.get('config');
  const settings =
    file === undefined ? [] : await readPoliciesFile(file, surroundings);
  return [
    ...(named === undefined
      ? []
      : await readPolicyDirectory(path.resolve(directory, named))),
    ...(file === undefined
      ? []
      : await openAll(settings, path.dirname(path.resolve(directory, file)))),
  ];
}
