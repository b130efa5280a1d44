import { isLower, isRevert } from './isRollback';

describe('isLower', () => {
  it.each([
    ['v42', 'v41'],
    ['42', '41'],
    ['1.10.0', '1.9.3'],
    ['v1.10.0', 'v1.9.3'],
    ['1.2.3', '1.2.3-rc.1'],
    ['1.2.3-alpine', '1.2.2-alpine'],
    ['release-2.0', 'release-1.9'],
    ['1.2.3.4', '1.2.3.3'],
    ['v1.2.3@sha256:aa', 'v1.2.2@sha256:bb'],
    ['prod-3f2a9c1-20260102123000', 'prod-81b2c3d-20260101120000'],
    ['2026-01-02', '2026-01-01'],
    ['main-20260102.1200', 'main-20260102.1100'],
  ])('%s was rolled back to %s', (from, to) => {
    expect(isLower(from, to)).toBe(true);
    expect(isLower(to, from)).toBe(false);
  });

  it.each([
    ['v42', '1.0.0'],
    ['latest', 'v1'],
    ['9f86d081884c7d65', '1f86d081884c7d65'],
    ['547914854b06c8725dc609a872b5c62e2b935663', '1'],
    ['pr-12-3f2a9c1-20260102123000', 'prod-81b2c3d-20260101120000'],
    ['1.2', '1.1.9'],
    ['1.2.3', '1.2.3-alpine'],
    ['8f2a9c1b', '7f2a9c1b'],
    ['123456789012', '1'],
    ['v1', 'v1'],
  ])('%s and %s are not compared', (from, to) => {
    expect(isLower(from, to)).toBe(false);
    expect(isLower(to, from)).toBe(false);
  });
});

describe('isRevert', () => {
  it.each(['Revert "Update cart"', 'revert: cart', 'Rollback cart to v3'])(
    'takes %j for one',
    subject => expect(isRevert(subject)).toBe(true),
  );
  it.each(['Reverting proxy added', 'Update cart', 'Add revert button'])(
    'takes %j for none',
    subject => expect(isRevert(subject)).toBe(false),
  );
});
