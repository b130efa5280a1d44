import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mergeLines } from './mergeLines';
import { Random } from './testing/Random';

const text = (...lines: string[]) => lines.map(line => `${line}\n`).join('');
const base = text('a', 'b', 'c', 'd', 'e');

describe('mergeLines', () => {
  it.each([
    ['nothing changed here', base, text('a', 'b', 'C', 'd', 'e')],
    [
      'other lines changed',
      text('A', 'b', 'c', 'd', 'e'),
      text('a', 'b', 'C', 'd', 'e'),
    ],
    [
      'lines were added before',
      text('0', 'a', 'b', 'c', 'd', 'e'),
      text('a', 'b', 'C', 'd', 'e'),
    ],
    [
      'the same was done',
      text('a', 'b', 'C', 'd', 'e'),
      text('a', 'b', 'C', 'd', 'e'),
    ],
    [
      'lines are to go',
      text('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      text('a', 'c', 'd', 'e'),
    ],
  ])('makes the edit where %s', (_, ours, theirs) => {
    const merged = mergeLines(base, ours, theirs);
    expect(merged).toMatchObject({ state: 'merged' });
    // Either side's edit may be made first.
    expect(mergeLines(base, theirs, ours)).toEqual(merged);
  });

  it.each([
    ['the same line', text('0', 'a', 'b', 'X', 'd', 'e'), [4]],
    ['a line that touches', text('a', 'b', 'c', 'X', 'e'), [3]],
    ['lines that went', text('a', 'b', 'e'), [3]],
  ])('is in conflict over %s, and tells where', (_, ours, lines) => {
    const theirs = text('a', 'b', 'C', 'd', 'e');
    expect(mergeLines(base, ours, theirs)).toEqual({
      state: 'conflict',
      lines,
    });
  });

  it('keeps line ends and a missing last one', () => {
    expect(
      mergeLines('a\r\nb\r\nc\r\nd', 'a\r\nb\r\nc\r\nD', 'A\r\nb\r\nc\r\nd'),
    ).toEqual({
      state: 'merged',
      text: 'A\r\nb\r\nc\r\nD',
    });
  });

  it('undoes an edit under any other edit that keeps away from it', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const random = new Random(seed);
      const lines = Array.from({ length: 40 }, () => `${random.below(9)}\n`);
      const edited = (from: number, to: number) => {
        const start = from + random.below(to - from - 4);
        const copy = [...lines];
        copy.splice(
          start,
          random.below(3),
          ...['x\n', 'y\n'].slice(random.below(3)),
        );
        return copy.join('');
      };
      const theirs = edited(0, 20);
      const ours = edited(21, 40);
      const merged = mergeLines(lines.join(''), ours, theirs);
      if (merged.state === 'conflict') throw new Error(`seed ${seed}`);
      expect(mergeLines(theirs, merged.text, lines.join(''))).toEqual({
        state: 'merged',
        text: ours,
      });
    }
  });

  it('never merges what Git takes for a conflict, nor to anything else', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-merge-'));
    try {
      let merges = 0;
      for (let seed = 1; seed <= 60; seed += 1) {
        const random = new Random(seed);
        const lines = Array.from({ length: 12 }, () => `${random.below(5)}\n`);
        const edited = () => {
          const copy = [...lines];
          const start = random.below(12);
          copy.splice(start, random.below(3), `${random.below(3)}${start}\n`);
          return copy.join('');
        };
        const [before, ours, theirs] = [lines.join(''), edited(), edited()];
        const merged = mergeLines(before, ours, theirs);
        const byGit = mergedByGit(folder, [ours, before, theirs]);
        if (merged.state === 'conflict') continue;
        merges += 1;
        expect(merged.text).toBe(byGit);
      }
      expect(merges).toBeGreaterThan(20);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});

/** `undefined` where it is a conflict. */
function mergedByGit(
  folder: string,
  texts: readonly string[],
): string | undefined {
  const files = texts.map((content, index) => {
    const file = path.join(folder, `${index}`);
    fs.writeFileSync(file, content);
    return file;
  });
  const { status, stdout } = spawnSync('git', ['merge-file', '-p', ...files], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout : undefined;
}
