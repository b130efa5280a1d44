import { NotFoundError } from '@backstage/errors';
import { askScript } from './askScript';

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
  found ??= { folder: askScript('--find') };
  if (found.folder === undefined && process.env.GITOPS_REQUIRE_KUBERNETES) {
    throw new NotFoundError(
      'Tests on a real Kubernetes are required and none was found: run `yarn envtest`, or set KUBEBUILDER_ASSETS',
    );
  }
  return found.folder;
}
