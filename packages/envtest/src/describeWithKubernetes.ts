import { findKubernetes } from './findKubernetes';

/**
 * A `describe` for tests that need a real API server: skipped where there is
 * none, failing where `GITOPS_REQUIRE_KUBERNETES` is set.
 *
 * @public
 */
export function describeWithKubernetes(name: string, tests: () => void): void {
  const group = findKubernetes() === undefined ? describe.skip : describe;
  group(name, tests);
}
