import { aDelivery, steps } from '../__testUtils__/delivery';
import { deliveryTrack, stuckAt } from './deliveryTrack';

const states = (...all: Parameters<typeof steps>) =>
  deliveryTrack(aDelivery({ steps: steps(...all) })).map(({ state }) => state);

describe('deliveryTrack', () => {
  it('takes what is not applied for not running', () => {
    expect(states('done', 'done', 'failed', 'pending')).toEqual([
      'done',
      'done',
      'failed',
    ]);
    expect(states('done', 'done', 'done', 'pending')).toEqual([
      'done',
      'done',
      'pending',
    ]);
  });

  it('takes a step that nothing is told of for unknown', () => {
    expect(deliveryTrack(aDelivery({ steps: [] }))).toMatchObject([
      { name: 'declared', state: 'unknown' },
      { name: 'seen', state: 'unknown' },
      { name: 'running', state: 'unknown' },
    ]);
  });
});

describe('stuckAt', () => {
  it.each([
    [
      'at what failed',
      steps('done', 'failed', 'pending', 'pending'),
      'fetched',
    ],
    [
      'at the first that is not done',
      steps('done', 'done', 'pending', 'pending'),
      'applied',
    ],
    ['nowhere', steps('done', 'done', 'done', 'done'), undefined],
    ['nowhere it knows', steps('unknown', 'done', 'done', 'done'), undefined],
  ])('is %s', (_, all, step) => {
    expect(stuckAt(all)?.step).toBe(step);
  });
});
