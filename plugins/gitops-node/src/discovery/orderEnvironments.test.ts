import { EnvironmentNames } from './EnvironmentNames';
import { orderEnvironments } from './orderEnvironments';

function names(met: string[]): string[] {
  const found = orderEnvironments(met, [], new EnvironmentNames([]));
  return found.map(({ name, promotesTo }) =>
    promotesTo.length === 0 ? name : `${name}>${promotesTo.join()}`,
  );
}

describe('orderEnvironments', () => {
  it('orders common names, then the others by name', () => {
    expect(
      names(['prod', 'zeta', 'dev', 'uat', 'alpha', 'stg', 'prod']),
    ).toEqual(['dev>uat', 'uat>stg', 'stg>prod', 'prod', 'alpha', 'zeta']);
  });

  it('keeps the order of a configuration that goes in circles', () => {
    const circle = [
      { name: 'a', aliases: [], promotesTo: ['b'], protected: false },
      { name: 'b', aliases: [], promotesTo: ['a'], protected: true },
    ];
    expect(
      orderEnvironments(['a', 'x'], circle, new EnvironmentNames(circle)),
    ).toEqual([
      { name: 'a', order: 0, promotesTo: ['b'], protected: false },
      { name: 'b', order: 1, promotesTo: ['a'], protected: true },
      { name: 'x', order: 2, promotesTo: [], protected: false },
    ]);
  });
});
