import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { NotFoundError } from '@backstage/errors';

/**
 * The folder with `gitea` and what it shows and offers: `GITOPS_TEST_GITEA`,
 * else what `yarn envtest --gitea` has built. `undefined` where there is none.
 *
 * @throws NotFoundError where there is none and `GITOPS_REQUIRE_GITEA` is set.
 * @public
 */
export function findGitea(): string | undefined {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache');
  const folder =
    process.env.GITOPS_TEST_GITEA ??
    path.join(cache, 'backstage-gitops/envtest', `gitea-${giteaVersion()}`);
  if (fs.existsSync(path.join(folder, 'gitea'))) return folder;
  if (process.env.GITOPS_REQUIRE_GITEA) {
    throw new NotFoundError(
      'Tests on a real Gitea are required and none was found: run `yarn envtest --gitea`',
    );
  }
  return undefined;
}

function giteaVersion(): string {
  // eslint-disable-next-line no-restricted-syntax -- never built nor published
  const module = path.resolve(__dirname, '../go/gitea/go.mod');
  const text = fs.readFileSync(module, 'utf8');
  return /code\.gitea\.io\/gitea (v\S+)/.exec(text)?.[1] ?? '';
}

/**
 * A `describe` for tests that need a real Gitea: skipped where there is none,
 * failing where `GITOPS_REQUIRE_GITEA` is set.
 *
 * @public
 */
export function describeWithGitea(name: string, tests: () => void): void {
  const group = findGitea() === undefined ? describe.skip : describe;
  group(name, tests);
}
