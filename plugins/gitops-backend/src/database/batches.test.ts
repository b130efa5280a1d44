import { batchesOf } from './batches';

describe('batchesOf', () => {
  it('keeps every row, in order, under the limit of variables', () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => index);
    const batches = batchesOf(rows, 20);
    expect(batches.flat()).toEqual(rows);
    for (const batch of batches) {
      expect(batch.length * 20).toBeLessThanOrEqual(32_766);
    }
    expect(batches.length).toBeGreaterThan(1);
  });

  it('inserts no more rows at once than SQLite takes', () => {
    for (const batch of batchesOf(Array(2_000).fill('row'), 1)) {
      expect(batch.length).toBeLessThan(500);
    }
  });

  it('makes no statement of nothing', () => {
    expect(batchesOf([], 5)).toEqual([]);
  });

  it('does not stop at a row wider than the limit', () => {
    expect(batchesOf(['a', 'b'], 1_000_000)).toEqual([['a'], ['b']]);
  });
});
