import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { NotFoundError } from '@backstage/errors';

// Tests run from the sources: this package is never built nor published.
// eslint-disable-next-line no-restricted-syntax
const script = path.resolve(__dirname, '../../../scripts/envtest.mjs');

let found: { readonly folder?: string } | undefined;

/**
 * The folder with `etcd`, `kube-apiserver` and `kube-controller-manager`:
 * `KUBEBUILDER_ASSETS`, else what `yarn envtest` has built. `undefined` where
 * there is none.
 *
 * @throws NotFoundError where there is none and `GITOPS_REQUIRE_KUBERNETES` is
 * set.
 * @public
 */
export function findKubernetes(): string | undefined {
  found ??= { folder: askScript() };
  if (found.folder === undefined && process.env.GITOPS_REQUIRE_KUBERNETES) {
    throw new NotFoundError(
      'Tests on a real Kubernetes are required and none was found: run `yarn envtest`, or set KUBEBUILDER_ASSETS',
    );
  }
  return found.folder;
}

function askScript(): string | undefined {
  const answer = execFileSync(process.execPath, [script, '--find'], {
    encoding: 'utf8',
  });
  return answer.trim() || undefined;
}
