import { compare, found, object } from './testing/pair';

describe('Secrets that others took for drift', () => {
  const secret = (content: Record<string, unknown>) =>
    object('Secret', { type: 'Opaque', ...content });

  it.each([
    [
      'null for an empty value, argo-cd#943',
      { data: { a: null } },
      { data: { a: '' } },
    ],
    [
      'stringData folded into data, argo-cd#21434',
      { stringData: { a: 'hi' } },
      { data: { a: 'aGk=' } },
    ],
    [
      'stringData that wins over data, kubernetes#108008',
      { data: { a: 'Ynll' }, stringData: { a: 'hi' } },
      { data: { a: 'aGk=' } },
    ],
    [
      'base64 on several lines',
      { data: { a: 'aG\nk=\n' } },
      { data: { a: 'aGk=' } },
    ],
  ])('are not %s', (_, declared, live) => {
    expect(
      compare({ declared: secret(declared), live: secret(live) }),
    ).toMatchObject({ status: 'synced', differences: [] });
  });

  it('are compared before they are masked, in a dry-run too, argo-cd#29740', () => {
    const live = secret({ data: { a: 'aGk=', b: 'b2xk' } });
    const declared = secret({ stringData: { a: 'hi', b: 'new' } });
    const drift = compare({
      declared,
      live,
      predicted: secret({ data: { a: 'aGk=', b: 'bmV3' } }),
    });
    expect(found(drift)).toEqual(['changed data.b']);
    const text = JSON.stringify(drift);
    for (const secretText of ['b2xk', 'bmV3', 'new', 'old']) {
      expect(text).not.toContain(secretText);
    }
  });
});
