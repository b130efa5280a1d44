import { findSuccessors } from './successors';

const place = (id: string, service = 'cart', environment = 'production') => ({
  id,
  service,
  environment,
  cluster: null,
  namespace: 'shop',
});

describe('findSuccessors', () => {
  it('pairs a target with the one that took its place', () => {
    expect(findSuccessors([place('old')], [place('new')])).toEqual(
      new Map([['old', 'new']]),
    );
  });

  it('pairs nothing of another service or environment', () => {
    expect(
      findSuccessors(
        [place('old')],
        [place('a', 'pay'), place('b', 'cart', 'staging')],
      ),
    ).toEqual(new Map());
  });

  it('guesses no successor where several could be meant', () => {
    expect(
      findSuccessors([place('old')], [place('new'), place('newer')]),
    ).toEqual(new Map());
    expect(
      findSuccessors([place('old'), place('older')], [place('new')]),
    ).toEqual(new Map());
  });
});
