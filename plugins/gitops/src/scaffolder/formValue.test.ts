import { formText } from './formValue';

describe('what another field holds', () => {
  const form = { formContext: { formData: { service: 'cart', count: 2 } } };

  it('is its text', () => {
    expect(formText(form, 'service')).toBe('cart');
  });

  it.each([undefined, 'count', 'other', 'toString', '__proto__'])(
    'is nothing for %j',
    field => {
      expect(formText(form, field)).toBeUndefined();
    },
  );

  it('is nothing where there is no form', () => {
    expect(formText({}, 'service')).toBeUndefined();
    expect(
      formText({ formContext: { formData: { service: '' } } }, 'service'),
    ).toBeUndefined();
  });
});
