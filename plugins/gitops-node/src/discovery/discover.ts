import { sourceReaders } from './sourceReaders';
import { assemble } from './assemble';
import { declarationReaders } from './declarationReaders';
import { expandDeclarations } from './expandDeclarations';
import { Discovery, DiscoveryInput } from './model';
import { BranchManifests } from './BranchManifests';

/**
 * What a repository declares, from its files alone: a pure function, so that
 * any commit can be asked about. Whatever can't be read or inferred is a
 * diagnostic.
 */
export function discover(input: DiscoveryInput): Discovery {
  const branches = input.branches.map(branch => new BranchManifests(branch));
  const expansion = expandDeclarations(
    input,
    branches,
    declarationReaders,
    sourceReaders,
  );
  return assemble(input, branches, expansion);
}
