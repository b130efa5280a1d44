import { changedLines } from './changedLines';
import { factChanges } from './changeFacts';
import { parseVersionFacts } from './parseVersionFacts';

const selector = { keys: new Set<string>() };

function changes(before: string, after: string) {
  const lines = changedLines(Buffer.from(before), Buffer.from(after));
  return lines && factChanges(lines, selector);
}

const file = [
  'kind: Kustomization',
  'metadata:',
  '  name: cart',
  'images:',
  '  - name: shop/cart',
  '    newTag: v41',
  'resources:',
  '  - https://git.example/shop?ref=abc1',
  'replicas: 3',
  'note: |',
  '  text of v1',
  '',
].join('\n');

describe('factChanges', () => {
  it('tells a version that moved', () => {
    expect(changes(file, file.replace('v41', 'v42'))).toEqual([
      { type: 'value', line: 6, from: 'v41', to: 'v42' },
    ]);
  });

  it('tells several lines of one commit', () => {
    const after = file.replace('v41', 'v42').replace('abc1', 'def2');
    expect(changes(file, after)).toEqual([
      { type: 'value', line: 6, from: 'v41', to: 'v42' },
      {
        type: 'value',
        line: 8,
        from: 'https://git.example/shop?ref=abc1',
        to: 'https://git.example/shop?ref=def2',
      },
    ]);
  });

  it('tells a line that holds no version', () => {
    expect(changes(file, file.replace('replicas: 3', 'replicas: 4'))).toEqual([
      { type: 'none', line: 9 },
    ]);
    expect(changes(file, file)).toEqual([]);
  });

  it.each([
    ['a line more', 'replicas: 3\n', 'replicas: 3\nmore: 1\n'],
    ['a line less', 'replicas: 3\n', ''],
    ['another key', 'newTag: v41', 'digest: v41'],
    ['another indentation', '    newTag', '      newTag'],
    ['the name of an item', 'name: shop/cart', 'name: shop/basket'],
    ['the kind', 'kind: Kustomization', 'kind: Component'],
    ['another URL', 'shop?ref=abc1', 'shop2?ref=abc1'],
    ['quotes', 'newTag: v41', 'newTag: "v41"'],
    ['a reference', 'newTag: v41', 'newTag: *tag'],
    ['an anchor', 'newTag: v41', 'newTag: &tag v41'],
    ['nothing', 'newTag: v41', 'newTag: null'],
    ['a mapping', 'newTag: v41', 'newTag: v41: 1'],
    ['free text', 'text of v1', 'text of v2'],
    ['a comment', 'newTag: v41', 'newTag: v41 # was v40'],
  ])('is not sure of %s', (_, from, to) => {
    expect(changes(file, file.replace(from, to))).toBeUndefined();
  });

  it('agrees with a full parse over random edits', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    const words = [
      'v41',
      'v42',
      '3',
      'x',
      'abc1',
      'a:b',
      '"q"',
      "'s'",
      '-',
      '#',
    ];
    let certain = 0;
    for (let round = 0; round < 3000; round += 1) {
      const lines = file.split('\n');
      const at = random(lines.length);
      const cut = random(lines[at].length + 1);
      const word = words[random(words.length)];
      lines[at] = random(2)
        ? lines[at].slice(0, cut) + word
        : lines[at].replace(/\S+$/, word);
      const after = lines.join('\n');
      const told = changes(file, after);
      if (told === undefined) continue;
      certain += 1;
      const expected = parseVersionFacts(after, selector);
      const known = parseVersionFacts(file, selector) ?? [];
      const derived = known.map(fact => {
        const change = told.find(({ line }) => line === fact.line);
        return change?.type === 'value' ? { ...fact, value: change.to } : fact;
      });
      expect({ after, facts: derived }).toEqual({ after, facts: expected });
    }
    expect(certain).toBeGreaterThan(100);
  });
});

describe('changedLines', () => {
  it.each([
    ['', ''],
    ['a', 'b'],
    ['a\n', 'a'],
    ['a\nb\nc', 'a\nx\nc'],
    [`${'same\n'.repeat(500)}x`, `${'same\n'.repeat(500)}y`],
    [`x\n${'same\n'.repeat(500)}`, `y\n${'same\n'.repeat(500)}`],
    ['aa\naa\naa', 'aa\naa'],
  ])('of %j and %j', (before, after) => {
    const [old, now] = [before.split('\n'), after.split('\n')];
    const expected =
      old.length === now.length
        ? old.flatMap((line, index) =>
            line === now[index]
              ? []
              : [{ line: index + 1, before: line, after: now[index] }],
          )
        : undefined;
    expect(changedLines(Buffer.from(before), Buffer.from(after))).toEqual(
      expected,
    );
  });
});
