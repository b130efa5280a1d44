import { RawLogParser } from './RawLogParser';

const id = (digit: string) => digit.repeat(40);

const log = Buffer.concat([
  Buffer.from(`${id('c')} ${id('a')} ${id('b')} 300\0`),
  Buffer.from(`\n:100644 100644 ${id('1')} ${id('2')} M\0apps/a.yaml\0`),
  Buffer.from(`:000000 100644 ${id('0')} ${id('3')} A\0-odd\n"path\0`),
  Buffer.from(`${id('b')} ${id('a')} 200\0`),
  Buffer.from(`${id('a')}  100\0\n:000000 100644 ${id('0')} ${id('4')} A\0`),
  Buffer.from([0xff, 0x2e, 0x79, 0x00]),
]);

function parse(chunks: readonly Buffer[]): string[] {
  const told: string[] = [];
  const idAt = (text: Buffer, at: number) =>
    text.toString('latin1', at, at + 4);
  const parser = new RawLogParser({
    commit: (text, commit, parents, time) => {
      const names = parents.map(parent => idAt(text, parent));
      told.push(`${idAt(text, commit)} of ${names.join()} at ${time}`);
    },
    entry: (text, { before, after }, path) => {
      const name = path.toString('latin1');
      told.push(`${idAt(text, before)} → ${idAt(text, after)} ${name}`);
    },
  });
  chunks.forEach(chunk => parser.write(chunk));
  return told;
}

describe('RawLogParser', () => {
  const expected = [
    'cccc of aaaa,bbbb at 300',
    '1111 → 2222 apps/a.yaml',
    '0000 → 3333 -odd\n"path',
    'bbbb of aaaa at 200',
    'aaaa of  at 100',
    '0000 → 4444 \xff.y',
  ];

  it('tells commits, merges and paths of any bytes', () => {
    expect(parse([log])).toEqual(expected);
  });

  it('does not mind where the stream is cut', () => {
    const bytes = [...log].map(byte => Buffer.from([byte]));
    expect(parse(bytes)).toEqual(expected);
  });
});
