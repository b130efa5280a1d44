import { mergeEnvironments } from './mergeEnvironments';

const environment = (
  name: string,
  order: number,
  promotesTo: string[] = [],
  isProtected = false,
) => ({ name, order, promotesTo, protected: isProtected });

const names = (...args: Parameters<typeof mergeEnvironments>) =>
  mergeEnvironments(...args).map(({ name }) => name);

describe('mergeEnvironments', () => {
  const chain = [
    environment('development', 0, ['staging']),
    environment('staging', 1, ['production']),
    environment('production', 2),
    environment('sandbox', 3),
  ];

  it('keeps what a promotion leads from or to, in order', () => {
    expect(names(chain, new Set(['staging']))).toEqual([
      'development',
      'staging',
      'production',
    ]);
    expect(names(chain, new Set(['sandbox']))).toEqual(['sandbox']);
    expect(names(chain, new Set())).toEqual([]);
  });

  it('makes one list of what repositories say in part', () => {
    expect(
      mergeEnvironments(
        [
          environment('production', 0, [], true),
          environment('development', 0, ['production']),
          environment('production', 1),
        ],
        new Set(['production']),
      ),
    ).toEqual([
      environment('development', 0, ['production']),
      environment('production', 1, [], true),
    ]);
  });

  it('ends where two repositories promote in a circle', () => {
    expect(
      names(
        [environment('a', 0, ['b']), environment('b', 0, ['a'])],
        new Set(['a']),
      ),
    ).toEqual(['a', 'b']);
  });
});
