import { stagesBefore } from './promotionOrder';

const stages = [
  { name: 'development', promotesTo: ['staging', 'preview'] },
  { name: 'preview', promotesTo: [] },
  { name: 'staging', promotesTo: ['production'] },
  { name: 'canary', promotesTo: ['production'] },
  { name: 'production', promotesTo: [] },
];

describe('stagesBefore', () => {
  it('tells the nearest first', () => {
    expect(stagesBefore('production', stages)).toEqual([
      ['staging', 'canary'],
      ['development'],
    ]);
    expect(stagesBefore('development', stages)).toEqual([]);
    expect(stagesBefore('unknown', stages)).toEqual([]);
  });

  it('ends where environments promote in a circle', () => {
    expect(
      stagesBefore('a', [
        { name: 'a', promotesTo: ['b'] },
        { name: 'b', promotesTo: ['a'] },
      ]),
    ).toEqual([['b']]);
  });
});
