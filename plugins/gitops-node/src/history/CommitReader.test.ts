import { parseCommit } from './CommitReader';

const commit = (message: string | Buffer, headers = '') =>
  parseCommit(
    Buffer.concat([
      Buffer.from(
        `tree ${'a'.repeat(40)}\nparent ${'b'.repeat(
          40,
        )}\nauthor Dana Vale <dana@tidewater.example> 1767225600 +0100\ncommitter Bot <bot@tidewater.example> 1767225700 +0000\n${headers}\n`,
      ),
      Buffer.from(message),
    ]),
  );

describe('parseCommit', () => {
  it('reads author, time, parents, subject and body', () => {
    expect(commit('Raise\ncart\n\nBecause\n')).toEqual({
      author: 'Dana Vale',
      authoredAt: 1767225600,
      subject: 'Raise cart',
      body: 'Because',
      parents: ['b'.repeat(40)],
    });
  });

  it('keeps HTML as text and drops control characters', () => {
    expect(commit('<b>x</b>\u001b[31m \u202ered\u0007').subject).toBe(
      '<b>x</b> [31m  red',
    );
  });

  it('reads the encoding that a commit names', () => {
    const text = Buffer.from('Caf\xe9', 'latin1');
    expect(commit(text, 'encoding ISO-8859-1\n').subject).toBe('Caf\u00e9');
    expect(commit(text, 'encoding nonsense\n').subject).toBe('Caf\ufffd');
  });

  it('reads a commit without a message or author', () => {
    expect(parseCommit(Buffer.from('tree x\n'))).toMatchObject({
      author: 'unknown',
      subject: '',
    });
  });
});
