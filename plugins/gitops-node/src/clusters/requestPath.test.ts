import { InputError } from '@backstage/errors';
import { groupVersionPath, resourcePath } from './requestPath';

const deployments = { group: 'apps', version: 'v1', plural: 'deployments' };

describe('resourcePath', () => {
  it.each([
    [{ ...deployments }, '/apis/apps/v1/deployments'],
    [
      { ...deployments, namespace: 'shop', name: 'web' },
      '/apis/apps/v1/namespaces/shop/deployments/web',
    ],
    [
      { group: '', version: 'v1', plural: 'namespaces', name: 'shop' },
      '/api/v1/namespaces/shop',
    ],
    [
      {
        group: 'rbac.authorization.k8s.io',
        version: 'v1',
        plural: 'clusterroles',
        name: 'system:basic user?#',
      },
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Abasic%20user%3F%23',
    ],
  ])('finds %j', (options, path) => {
    expect(resourcePath(options)).toBe(path);
  });

  it.each(['../x', 'a/b', '%2e%2e', 'a%2fb', '.', '..', '', '\\..', '\ud800'])(
    'refuses the name %j, which would be another path',
    name => {
      expect(() => resourcePath({ ...deployments, name })).toThrow(InputError);
      expect(() => resourcePath({ ...deployments, namespace: name })).toThrow(
        InputError,
      );
    },
  );

  it.each(['', '..', 'a/b', 'v1?x', 'v1#', '-v1', 'a..b', 'v 1'])(
    'refuses the version and the plural %j',
    word => {
      expect(() => resourcePath({ ...deployments, version: word })).toThrow(
        InputError,
      );
      expect(() => resourcePath({ ...deployments, plural: word })).toThrow(
        InputError,
      );
    },
  );

  it('refuses a group that is a path', () => {
    expect(() => groupVersionPath('../api', 'v1')).toThrow(InputError);
  });
});
