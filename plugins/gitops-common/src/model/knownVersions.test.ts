import { ArtifactChange } from './change';
import { knownVersions } from './knownVersions';

const moved = (name: string, to?: string): ArtifactChange => ({
  kind: 'image',
  name,
  to,
  file: 'kustomization.yaml',
  line: 1,
});

const change = (effectiveAt: string, ...artifacts: ArtifactChange[]) => ({
  effectiveAt,
  artifacts,
});

const versions = (...parameters: Parameters<typeof knownVersions>) =>
  knownVersions(...parameters).map(({ version, change: { effectiveAt } }) => [
    version,
    effectiveAt,
  ]);

describe('knownVersions', () => {
  it('names each version once, with the newest change that declared it', () => {
    expect(
      versions([
        change('2026-11-03', moved('cart', 'v1')),
        change('2026-11-02', moved('cart', 'v2')),
        change('2026-11-01', moved('cart', 'v1')),
      ]),
    ).toEqual([
      ['v1', '2026-11-03'],
      ['v2', '2026-11-02'],
    ]);
  });

  it('puts the histories of several targets in one order', () => {
    expect(
      versions([
        change('2026-11-03', moved('cart', 'v3')),
        change('2026-11-01', moved('cart', 'v1')),
        change('2026-11-02', moved('cart', 'v2')),
      ]),
    ).toEqual([
      ['v3', '2026-11-03'],
      ['v2', '2026-11-02'],
      ['v1', '2026-11-01'],
    ]);
  });

  it('leaves out what was removed, or has no version', () => {
    expect(
      versions([
        change('2026-11-02', moved('cart')),
        change('2026-11-01', moved('cart', '')),
      ]),
    ).toEqual([]);
  });

  it('keeps to one artifact where it is named', () => {
    const changes = [
      change('2026-11-02', moved('cart', 'v2'), moved('proxy', 'v2')),
    ];
    expect(versions(changes)).toHaveLength(2);
    expect(versions(changes, 'proxy')).toEqual([['v2', '2026-11-02']]);
  });
});
