import { Resource } from '../../../manifests/Resource';
import { keepsFromPruning, marksOf, reconcilerOf } from './marksOf';

function marked(
  annotations: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
  namespace: string | undefined = 'shop',
): Resource {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace, annotations, labels },
  };
}

const trackingId = 'argocd.argoproj.io/tracking-id';

describe('marksOf', () => {
  it('reads the marks of each engine', () => {
    const object = marked(
      {
        [trackingId]: 'web-production:apps/Deployment:shop/web',
        'meta.helm.sh/release-name': 'web',
        'meta.helm.sh/release-namespace': 'shop',
      },
      {
        'kustomize.toolkit.fluxcd.io/name': 'apps',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        'helm.toolkit.fluxcd.io/name': 'web',
        'helm.toolkit.fluxcd.io/namespace': 'shop',
        'applyset.kubernetes.io/part-of': 'applyset-x-v1',
      },
    );
    expect(marksOf(object)).toEqual([
      { by: 'applySet', id: 'applyset-x-v1' },
      { by: 'argocd', application: 'web-production' },
      {
        by: 'flux',
        kind: 'Kustomization',
        name: 'apps',
        namespace: 'flux-system',
      },
      { by: 'flux', kind: 'HelmRelease', name: 'web', namespace: 'shop' },
      { by: 'helm', release: 'web', namespace: 'shop' },
    ]);
  });

  it.each([
    ['another object', 'app:apps/Deployment:shop/other'],
    ['another kind', 'app:apps/ReplicaSet:shop/web'],
    ['another namespace', 'app:apps/Deployment:else/web'],
    ['nothing that is read', 'app'],
  ])('does not believe a tracking id that names %s', (_, text) => {
    expect(marksOf(marked({ [trackingId]: text }))).toEqual([]);
  });

  it('lets the tracking id of an object of the cluster name any namespace', () => {
    const role: Resource = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: {
        name: 'reader',
        annotations: {
          [trackingId]: 'app:rbac.authorization.k8s.io/ClusterRole:shop/reader',
        },
      },
    };
    expect(reconcilerOf(role)).toBe('Argo CD application app');
  });

  it('takes a Helm release for nobody who keeps an object as it is', () => {
    expect(
      reconcilerOf(
        marked({
          'meta.helm.sh/release-name': 'web',
          'meta.helm.sh/release-namespace': 'shop',
        }),
      ),
    ).toBeUndefined();
  });
});

describe('keepsFromPruning', () => {
  it.each([
    ['kustomize.toolkit.fluxcd.io/prune', 'disabled', true],
    ['kustomize.toolkit.fluxcd.io/prune', 'enabled', false],
    ['argocd.argoproj.io/sync-options', 'Validate=false, Prune=false', true],
    ['argocd.argoproj.io/sync-options', 'PruneLast=true', false],
    ['helm.sh/resource-policy', 'keep', true],
    ['helm.sh/resource-policy', 'delete', false],
  ])('%s: %s', (key, value, keeps) => {
    expect(keepsFromPruning(marked({ [key]: value })) !== undefined).toBe(
      keeps,
    );
  });
});
