import path from 'node:path';
import { isResource, Resource } from '../manifests/Resource';
import { compareResource } from './compareResource';
import { gitopsFieldManagers } from './ownership/gitopsFieldManagers';
import { builtInSchemas } from './schemas/builtInSchemas';
import { conformancePairs } from './testing/conformancePairs';

// eslint-disable-next-line no-restricted-syntax -- tests are not bundled
const pairs = conformancePairs(path.resolve(__dirname, '../../../..'));
it('gives the pairs of real clusters the verdict that is known', () => {
  if (pairs === undefined) {
    // Whoever reads the result has to know what was not looked at.
    process.stdout.write(
      'Drift pairs skipped: GITOPS_CONFORMANCE names no folder of them.\n',
    );
  }
  const verdicts = (pairs ?? []).map(pair => {
    const { name, declared, live, inSync, differences } = pair;
    const drift = compareResource(
      { declared: asResource(declared), live: asResource(live) },
      {
        schemas: builtInSchemas,
        rules: [],
        fieldManagers: gitopsFieldManagers,
        unmanaged: false,
        salt: Buffer.from('conformance'),
      },
    );
    return {
      name,
      inSync: drift?.status === 'synced',
      // Of some the pairs tell only that they differ.
      ...(differences && {
        differences: drift?.differences
          .map(({ field, class: kind }) => ({ field, class: kind }))
          .sort(byField),
      }),
      count: inSync ? drift?.differences.length : undefined,
    };
  });
  expect(verdicts).toEqual(
    (pairs ?? []).map(({ name, inSync, differences }) => ({
      name,
      inSync,
      ...(differences && { differences: [...differences].sort(byField) }),
      count: inSync ? 0 : undefined,
    })),
  );
});

function byField(left: { field: string }, right: { field: string }): number {
  return left.field.localeCompare(right.field);
}

function asResource(value: unknown): Resource {
  if (!isResource(value)) throw new Error('The pair holds no object');
  return value;
}
