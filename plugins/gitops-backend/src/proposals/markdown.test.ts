import { oneLine } from './markdown';

describe('oneLine', () => {
  it.each([
    'Ship it [skip ci]',
    'Ship it [CI skip]',
    'Ship it [ci-skip]',
    'Ship it [no ci]',
    'Ship it [skip actions]',
    'Ship it, fixes #12',
    'Closes: acme/shop#12',
    'Resolved GH-12',
    'For @acme/payments',
  ])('gives the forge no order by %j', text => {
    const line = oneLine(text);
    expect(line).not.toBe(text);
    expect(line.replaceAll('\u2060', '')).toBe(text);
  });

  it.each([
    'Promote web: v1 → v2',
    'Revert "Retry on 5xx (#205)"',
    'Fix [web]',
  ])('leaves %j as it is', text => expect(oneLine(text)).toBe(text));
});
