import { anArtifact } from '../__testUtils__/builders';
import { abbreviateVersion, declaredVersion, isPinned } from './versionText';

const commit = '547914854b06c8725dc609a872b5c62e2b935663';
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

describe('abbreviateVersion', () => {
  it('shortens a commit', () => {
    expect(abbreviateVersion(commit)).toBe('547914854b');
  });

  it('shortens a digest and keeps its algorithm', () => {
    expect(abbreviateVersion(digest)).toBe('sha256:0123456789ab');
  });

  it.each(['v41', '2026.11.20-rc.4+build.20261120', 'deadbeef', ''])(
    'leaves %p as it is',
    version => expect(abbreviateVersion(version)).toBe(version),
  );
});

describe('declaredVersion', () => {
  it('is the digest where no version is declared', () => {
    expect(declaredVersion(anArtifact({ version: '', digest }))).toBe(digest);
  });

  it('is nothing where nothing is declared', () => {
    expect(declaredVersion(anArtifact({ version: '' }))).toBeUndefined();
  });
});

describe('isPinned', () => {
  it.each(['v41', '1.2.3', commit, 'release/2026-11-20', '1.2.3-alpine'])(
    'holds for %s',
    version => expect(isPinned(anArtifact({ version }))).toBe(true),
  );

  it.each(['latest', 'main', '', '^1.2.0', '>=1.2.0 <2.0.0', '1.x', '*'])(
    'does not hold for %p',
    version => expect(isPinned(anArtifact({ version }))).toBe(false),
  );

  it('holds for a moving tag with a digest', () => {
    expect(isPinned(anArtifact({ version: 'latest', digest }))).toBe(true);
  });
});
