import { applicationListSchema } from './answers';

describe('applicationListSchema', () => {
  it.each([
    ['none', { metadata: { resourceVersion: '7' }, items: null }],
    ['none, as an old one tells it', { items: null }],
    ['none, left out', { metadata: { resourceVersion: '7' } }],
  ])('reads a list of %s', (_, answer) => {
    expect(applicationListSchema.parse(answer).items).toEqual([]);
  });

  it.each([
    ['nothing', {}],
    ['something else', { status: 'ok', metadata: {} }],
    ['a failure', { error: 'unavailable', items: 'none' }],
  ])('takes %s for no list, and least for an empty one', (_, answer) => {
    expect(applicationListSchema.safeParse(answer).success).toBe(false);
  });
});
