import { ConfigReader } from '@backstage/config';
import { readDriftConfig } from './readDriftConfig';

const read = (drift: object) =>
  readDriftConfig(new ConfigReader({ gitops: { drift } }));

describe('readDriftConfig', () => {
  it('knows no rules where nothing is configured', () => {
    expect(readDriftConfig(new ConfigReader({}))).toEqual({
      rules: [],
      disabledRules: [],
      unmanaged: false,
    });
  });

  it('reads rules', () => {
    expect(
      read({
        ignore: [
          {
            name: 'sidecar',
            reason: 'The mesh adds it',
            match: { kinds: 'Deployment', groups: ['', 'apps'] },
            paths: ['.spec.template.metadata.annotations'],
            managers: ['mesh'],
          },
        ],
        unmanaged: true,
      }),
    ).toMatchObject({
      rules: [
        {
          name: 'sidecar',
          match: { kinds: ['Deployment'], groups: ['', 'apps'] },
        },
      ],
      unmanaged: true,
    });
  });

  it.each([
    [{ ignore: [{ name: 'x' }] }, 'selects nothing'],
    [{ ignore: [{ name: 'x', pointers: ['spec'] }] }, 'not a JSON pointer'],
    [{ ignore: [{ name: 'x', jq: '.spec' }] }, 'unknown key jq'],
    [{ disable: ['nothing'] }, "'nothing', which is none of"],
    [
      {
        ignore: [
          { name: 'x', managers: ['a'] },
          { name: 'x', managers: ['b'] },
        ],
      },
      "two rules named 'x'",
    ],
  ])('refuses %j', (drift, message) => {
    expect(() => read(drift)).toThrow(message);
  });
});
