import { publicReason } from './publicReason';

describe('publicReason', () => {
  it.each([
    [
      "unable to access 'https://ada:hunter2@git.acme.example/r.git/'",
      "unable to access 'https://git.acme.example/r.git/'",
    ],
    ['https://hunter2@git.acme.example/r', 'https://git.acme.example/r'],
    ['sent Authorization: Basic aHVudGVyMg==', 'sent Authorization: ***'],
    ['sent authorization: hunter2 twice', 'sent authorization: *** twice'],
    ['repository not found', 'repository not found'],
  ])('%s', (message, expected) => {
    expect(publicReason(new Error(message), 'https://git.acme.example/r')).toBe(
      expected,
    );
  });

  it('is short enough to show', () => {
    expect(publicReason('x'.repeat(9_999), 'u').length).toBeLessThan(1_100);
  });
});
