import fs from 'node:fs';
import path from 'node:path';
import { findKubernetes } from './findKubernetes';

/**
 * A `describe` for tests that need a real API server: skipped where there is
 * none, failing where `GITOPS_REQUIRE_KUBERNETES` is set.
 *
 * @public
 */
export function describeWithKubernetes(name: string, tests: () => void): void {
  describeIf(findKubernetes() !== undefined, name, tests);
}

/**
 * Likewise for tests that need kube-controller-manager too, which a folder
 * that `KUBEBUILDER_ASSETS` names may lack.
 *
 * @public
 */
export function describeWithControllers(name: string, tests: () => void): void {
  const folder = findKubernetes();
  const program = 'kube-controller-manager';
  describeIf(
    folder !== undefined && fs.existsSync(path.join(folder, program)),
    name,
    tests,
  );
}

function describeIf(holds: boolean, name: string, tests: () => void): void {
  const group = holds ? describe : describe.skip;
  group(name, tests);
}
