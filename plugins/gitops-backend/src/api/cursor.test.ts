import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor';

const placeSchema = z.object({ after: z.number() });
const question = { list: 'targets', sort: 'service' };

describe('cursor', () => {
  it('brings a place back', () => {
    const cursor = encodeCursor(question, { after: 7 });
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(decodeCursor(placeSchema, question, cursor)).toEqual({ after: 7 });
  });

  it('is refused for another question', () => {
    const cursor = encodeCursor(question, { after: 7 });
    expect(() =>
      decodeCursor(placeSchema, { ...question, sort: 'owner' }, cursor),
    ).toThrow(/start again/);
  });

  it('is refused where it was altered', () => {
    const cursor = encodeCursor(question, { after: 7 });
    const altered = Buffer.from(
      Buffer.from(cursor, 'base64url').toString().replace('7', '8'),
    ).toString('base64url');
    for (const text of [
      altered,
      cursor.slice(2),
      '',
      'bnVsbA',
      '%',
      'x'.repeat(9_999),
    ]) {
      expect(() => decodeCursor(placeSchema, question, text)).toThrow(
        /start again/,
      );
    }
  });

  it('is refused where the place is of another shape', () => {
    const cursor = encodeCursor(question, { after: 'x' });
    expect(() => decodeCursor(placeSchema, question, cursor)).toThrow(
      /start again/,
    );
  });
});
