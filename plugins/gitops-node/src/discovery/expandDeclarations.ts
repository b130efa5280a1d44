import { BranchManifests } from './BranchManifests';
import { DeclarationReader, SourceReaders } from './declaration';
import { DeclarationExpander } from './DeclarationExpander';
import { Expansion } from './Expansion';
import { DiscoveryInput } from './model';

/** Follows the declarations of every branch until none declares another. */
export function expandDeclarations(
  input: DiscoveryInput,
  branches: readonly BranchManifests[],
  readers: readonly DeclarationReader[],
  sources: SourceReaders,
): Expansion {
  const expander = new DeclarationExpander(input, branches, readers, sources);
  branches.forEach(branch => expander.expand(branch));
  return expander.result();
}
