import { accepted } from './Added';

function add(...names: string[]) {
  const refused: string[] = [];
  const added = names.map(part => ({
    part,
    refuse: (error: Error) => refused.push(error.message),
  }));
  return { added, refused };
}

const itself = (name: string) => name;

describe('accepted', () => {
  it('is in one order, whichever module was first', () => {
    const { added, refused } = add('b', 'a', 'c');
    expect(accepted(added, 'policy', itself)).toEqual(['a', 'b', 'c']);
    expect(refused).toEqual([]);
  });

  it('leaves out what has no name, or one that is taken', () => {
    const { added, refused } = add('', 'a', 'ours', 'a');
    expect(accepted(added, 'policy', itself, name => name === 'ours')).toEqual([
      'a',
    ]);
    expect(refused).toEqual([
      'A policy needs a name',
      "There is a policy 'ours' already",
      "There is a policy 'a' already",
    ]);
  });
});
