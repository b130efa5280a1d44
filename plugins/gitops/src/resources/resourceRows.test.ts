import { aResource } from '../__testUtils__/live';
import { needsAttention, RowOrder } from './resourceRows';

const names = (rows: readonly { name: string }[]) =>
  rows.map(({ name }) => name);

describe('needsAttention', () => {
  it.each([
    [aResource(), false],
    [aResource({ status: 'drifted' }), true],
    [aResource({ status: 'orphaned' }), true],
    [aResource({ status: 'missing' }), true],
    [aResource({ status: 'undelivered' }), false],
    [aResource({ status: 'indeterminate' }), true],
    [aResource({ health: { state: 'degraded' } }), true],
    [aResource({ health: { state: 'progressing' } }), false],
  ])('%#', (resource, expected) => {
    expect(needsAttention(resource)).toBe(expected);
  });
});

describe('RowOrder', () => {
  it('puts what needs attention first', () => {
    const order = new RowOrder();
    const rows = order.apply([
      aResource({ name: 'a' }),
      aResource({ name: 'b', status: 'drifted' }),
      aResource({ name: 'c', kind: 'ConfigMap' }),
    ]);
    expect(names(rows)).toEqual(['b', 'c', 'a']);
  });

  it('moves no row when news arrive, and adds new ones at the end', () => {
    const order = new RowOrder();
    order.apply([
      aResource({ name: 'b', status: 'drifted' }),
      aResource({ name: 'c' }),
    ]);
    const rows = order.apply([
      aResource({ name: 'a', status: 'missing' }),
      aResource({ name: 'c', status: 'drifted' }),
      aResource({ name: 'b' }),
    ]);
    expect(names(rows)).toEqual(['b', 'c', 'a']);
  });
});
