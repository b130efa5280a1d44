import { ConfigReader } from '@backstage/config';
import { readPolicies } from './readPolicies';

const read = (...policies: object[]) =>
  readPolicies(
    new ConfigReader({
      gitops: { policies: JSON.parse(JSON.stringify(policies)) },
    }),
  );

describe('readPolicies', () => {
  it('reads each kind, and fills in what is usual', () => {
    expect(
      read(
        { type: 'cel', name: 'a', expression: 'true', match: { kinds: 'Pod' } },
        {
          type: 'freeze',
          name: 'b',
          windows: [{ schedule: '0 0 20 12 *', duration: '14d' }],
        },
        { type: 'opa', name: 'c', url: 'https://opa.quillmoor.example' },
        {
          type: 'schema',
          name: 'd',
          level: 'warn',
          levels: { production: 'deny' },
          environments: 'production',
        },
      ),
    ).toMatchObject([
      { level: 'deny', match: { kinds: ['Pod'] } },
      { level: 'deny', windows: [{ kind: 'deny' }] },
      { package: 'gitops' },
      {
        level: 'warn',
        levels: { production: 'deny' },
        environments: ['production'],
      },
    ]);
    expect(readPolicies(new ConfigReader({}))).toEqual([]);
  });

  it.each([
    [[{ type: 'opa', name: 'x' }], /needs either a bundle or a url/],
    [[{ type: 'opa', name: 'x', url: 'file:///etc' }], /policies\[0\]\.url/],
    [[{ type: 'cel', name: 'x' }], /policies\[0\]\.expression must be set/],
    [[{ type: 'rego', name: 'x' }], /policies\[0\]\.type/],
    [
      [{ type: 'schema', name: 'x', levels: { staging: 'loud' } }],
      /policies\[0\]\.levels\.staging/,
    ],
    [
      [
        { type: 'cel', name: 'x', expression: 'true' },
        { type: 'cel', name: 'x', expression: 'true' },
      ],
      /two policies named 'x'/,
    ],
  ])('refuses %j', (policies, message) => {
    expect(() => read(...policies)).toThrow(message);
  });
});
