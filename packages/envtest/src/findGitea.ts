import { NotFoundError } from '@backstage/errors';
import { askScript } from './askScript';

/**
 * The folder with `gitea` and what it shows and offers: `GITOPS_TEST_GITEA`,
 * else what `yarn envtest --gitea` has built. `undefined` where there is none.
 *
 * @throws NotFoundError where there is none and `GITOPS_REQUIRE_GITEA` is set.
 * @public
 */
export function findGitea(): string | undefined {
  const folder =
    process.env.GITOPS_TEST_GITEA ?? askScript('--find', '--gitea');
  if (folder !== undefined) return folder;
  if (process.env.GITOPS_REQUIRE_GITEA) {
    throw new NotFoundError(
      'Tests on a real Gitea are required and none was found: run `yarn envtest --gitea`',
    );
  }
  return undefined;
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
