import { manifestHunks } from './manifestHunks';

const yaml = (...lines: string[]) => `${lines.join('\n')}\n`;
const many = Array.from({ length: 30 }, (_, line) => `line${line}: 1`);

const shown = (
  declared: string | undefined,
  live: string | undefined,
  extent: 'around' | 'whole' = 'around',
) =>
  (manifestHunks(declared, live, extent) ?? []).map(({ changes }) =>
    changes.map(({ type, content }) => `${type[0]} ${content}`),
  );

describe('manifestHunks', () => {
  it('shows nothing where both are the same', () => {
    expect(shown('a: 1', 'a: 1\n')).toEqual([]);
  });

  it('sets a line beside the one that took its place', () => {
    expect(shown(yaml('a: 1', 'b: 1'), yaml('a: 2', 'b: 2'))).toEqual([
      ['d a: 1', 'i a: 2', 'd b: 1', 'i b: 2'],
    ]);
  });

  it('leaves out the equal lines between changes, unless all is asked for', () => {
    const declared = yaml('first: 1', ...many, 'last: 1');
    const live = yaml('first: 2', ...many, 'last: 2');
    expect(shown(declared, live).map(lines => lines.length)).toEqual([5, 5]);
    expect(shown(declared, live, 'whole').map(l => l.length)).toEqual([34]);
  });

  it('counts the lines of each side', () => {
    const hunks = manifestHunks(yaml('a', 'b'), yaml('a', 'x', 'b'), 'around');
    expect(hunks?.[0].changes).toMatchObject([
      { oldLineNumber: 1, newLineNumber: 1 },
      { lineNumber: 2, content: 'x' },
      { oldLineNumber: 2, newLineNumber: 3 },
    ]);
  });

  it('takes an absent side for no line', () => {
    expect(shown(undefined, yaml('a: 1'))).toEqual([['i a: 1']]);
    expect(shown(yaml('a: 1'), undefined)).toEqual([['d a: 1']]);
  });

  it('gives up where too much differs', () => {
    const lines = (text: string) =>
      yaml(...Array.from({ length: 5000 }, (_, line) => `${text}${line}`));
    expect(manifestHunks(lines('a'), lines('b'), 'around')).toBeUndefined();
  });

  it('is not misled by what a manifest holds', () => {
    const text = ['-- a/declared', '@@ -1 +1 @@', '\\ No newline'];
    expect(shown(yaml(...text), yaml('+++ b'))).toEqual([
      [`d ${text[0]}`, 'i +++ b', `d ${text[1]}`, `d ${text[2]}`],
    ]);
  });
});
