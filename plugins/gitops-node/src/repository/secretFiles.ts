import { DiscoveryBranch } from '../discovery/model';
import { generatedSecrets } from '../proposals/generatedSecrets';
import { EditedFile } from '../proposals/model';

/** Those of edited files that are secrets themselves. */
export function secretFiles(
  files: readonly EditedFile[],
  branches: readonly DiscoveryBranch[],
): ReadonlySet<EditedFile> {
  const secrets = new Map(
    branches.map(branch => [branch.name, generatedSecrets(branch, files)]),
  );
  return new Set(
    files.filter(({ branch, path }) => secrets.get(branch)?.has(path)),
  );
}
