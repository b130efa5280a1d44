import { createTwoFilesPatch } from 'diff';
import { countLines, firstLines, lineCount, readHunks } from './unifiedDiff';

const of = (before: string, after: string) =>
  createTwoFilesPatch('a/x.yaml', 'b/x.yaml', before, after);

describe('a unified diff', () => {
  it('is read with the number of each line on both sides', () => {
    const hunks = readHunks(of('a\nb\nc\n', 'a\nB\nc\n'));
    expect(hunks?.[0].changes).toMatchObject([
      { type: 'normal', oldLineNumber: 1, newLineNumber: 1, content: 'a' },
      { type: 'delete', lineNumber: 2, content: 'b' },
      { type: 'insert', lineNumber: 2, content: 'B' },
      { type: 'normal', oldLineNumber: 3, newLineNumber: 3, content: 'c' },
    ]);
  });

  it('counts no header, and every line that looks like one', () => {
    const diff = of('-- old comment\nkept\n', '++ new\nkept\nadded\n');
    expect(countLines(diff)).toEqual({ added: 2, removed: 1 });
  });

  it('of a new file adds every line', () => {
    const diff = createTwoFilesPatch('/dev/null', 'b/x', '', 'a\nb\n');
    expect(countLines(diff)).toEqual({ added: 2, removed: 0 });
    expect(readHunks(diff)?.[0].changes).toHaveLength(2);
  });

  it('that cannot be read is told from one without a change', () => {
    expect(readHunks('@@ -1,5 +1,5 @@\n one line only')).toBeUndefined();
    expect(readHunks('')).toEqual([]);
  });

  it('is cut after so many lines', () => {
    const numbers = (from: number) =>
      Array.from({ length: 40 }, (_, index) => `${from + index}\n`).join('');
    const hunks = readHunks(of(numbers(0), numbers(1_000))) ?? [];
    expect(lineCount(hunks)).toBe(80);
    expect(lineCount(firstLines(hunks, 25))).toBe(25);
    expect(lineCount(firstLines(hunks, 500))).toBe(80);
  });
});
