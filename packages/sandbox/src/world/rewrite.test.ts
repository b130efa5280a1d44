import { climb, setScalar } from './rewrite';

describe('setScalar', () => {
  it('keeps indentation and what follows the value', () => {
    expect(
      setScalar(
        'a:\n  - newTag: 1.0.0 # {"$imagepolicy": "x"}\n',
        'newTag',
        '2.0.0',
      ),
    ).toBe('a:\n  - newTag: 2.0.0 # {"$imagepolicy": "x"}\n');
  });

  it('refuses a text in which the key is not there once', () => {
    expect(() => setScalar('tag: 1\ntag: 2\n', 'tag', '3')).toThrow('2 lines');
    expect(() => setScalar('other: 1\n', 'tag', '3')).toThrow('0 lines');
  });
});

describe('climb', () => {
  it('goes up the ladder and begins again', () => {
    const step = (text: string) => climb(text, n => `count: ${n}`, ['2', '20']);
    expect(step('count: 2\n')).toBe('count: 20\n');
    expect(step('count: 20\n')).toBe('count: 2\n');
  });
});
