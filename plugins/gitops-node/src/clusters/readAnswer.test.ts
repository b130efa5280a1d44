import { Readable } from 'node:stream';
import { AnswerTooLargeError, readLines, readText } from './readAnswer';

const options = { maxBytes: 10, idleMs: 10_000 };

async function linesOf(chunks: readonly string[], changes = {}) {
  const body = Readable.from(chunks.map(chunk => Buffer.from(chunk)));
  const lines: string[] = [];
  for await (const line of readLines(body, { ...options, ...changes })) {
    lines.push(line);
  }
  return lines;
}

describe('readText', () => {
  it('reads an answer and refuses a longer one', async () => {
    const answer = () => Readable.from([Buffer.from('ab'), Buffer.from('cd')]);
    expect(await readText(answer(), 4)).toBe('abcd');
    await expect(readText(answer(), 3)).rejects.toThrow(AnswerTooLargeError);
  });
});

describe('readLines', () => {
  it('puts lines together that come in pieces', async () => {
    expect(await linesOf(['a', 'b\nc', 'd\n\ne\n'])).toEqual([
      'ab',
      'cd',
      '',
      'e',
    ]);
  });

  it('keeps a character whole that two pieces share', async () => {
    const [first, second] = [Buffer.from('é\n')].flatMap(bytes => [
      bytes.subarray(0, 1),
      bytes.subarray(1),
    ]);
    const lines = readLines(Readable.from([first, second]), options);
    expect((await lines.next()).value).toBe('é');
  });

  it('leaves out a line that was cut off', async () => {
    expect(await linesOf(['ab\n', 'cd'])).toEqual(['ab']);
  });

  it('counts each line for itself, and refuses one that is too long', async () => {
    expect(await linesOf(['123456789\n', '123456789\n'])).toHaveLength(2);
    await expect(linesOf(['123456', '789012'])).rejects.toThrow(
      AnswerTooLargeError,
    );
  });

  it('ends after silence and lets go of the connection', async () => {
    const body = new Readable({ read() {} });
    body.push('first\n');
    const lines = readLines(body, { maxBytes: 10, idleMs: 20 });
    expect(await lines.next()).toEqual({ value: 'first', done: false });
    expect(await lines.next()).toEqual({ value: undefined, done: true });
    expect(body.destroyed).toBe(true);
  });
});
