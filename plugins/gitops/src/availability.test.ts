import type { Entity } from '@backstage/catalog-model';
import { isGitopsAvailable } from './availability';

function entity(parts: {
  kind?: string;
  type?: string;
  annotations?: Record<string, string>;
}): Entity {
  const { kind = 'Component', type, annotations } = parts;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name: 'payments', annotations },
    spec: type === undefined ? {} : { type },
  };
}

describe('isGitopsAvailable', () => {
  it.each(['service', 'website', 'worker', undefined])(
    'finds a component of type %p by its name',
    type => expect(isGitopsAvailable(entity({ type }))).toBe(true),
  );

  it.each(['library', 'documentation', 'template'])(
    'stays quiet for a component of type %s',
    type => expect(isGitopsAvailable(entity({ type }))).toBe(false),
  );

  it.each([
    'gitops/service',
    'gitops/repository',
    'gitops/path',
    'argocd/app-name',
    'argocd/app-selector',
    'backstage.io/kubernetes-id',
    'kustomize.toolkit.fluxcd.io/name',
  ])('is told by the annotation %s, whatever the kind or type', annotation => {
    const annotations = { [annotation]: 'payments' };
    expect(isGitopsAvailable(entity({ kind: 'Resource', annotations }))).toBe(
      true,
    );
    expect(isGitopsAvailable(entity({ type: 'library', annotations }))).toBe(
      true,
    );
  });

  it.each(['API', 'System', 'Group', 'User', 'Location', 'Template'])(
    'stays quiet for the kind %s by its name alone',
    kind => expect(isGitopsAvailable(entity({ kind }))).toBe(false),
  );
});
