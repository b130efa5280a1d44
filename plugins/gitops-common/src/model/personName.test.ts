import { personName } from './personName';

describe('personName', () => {
  it.each([
    ['user:default/noor.haddad', 'noor.haddad'],
    ['admin', 'admin'],
    ['user:', 'user:'],
    ['group:default/sales', 'group:default/sales'],
  ])('calls %s %s', (by, name) => {
    expect(personName(by)).toBe(name);
  });
});
