import { anEntry } from '../__testUtils__/builders';
import { timelineTracks } from './timelineTracks';

const now = new Date('2026-11-11T00:00:00Z');
const entries = [
  anEntry({ environment: 'staging', effectiveAt: '2026-11-11T00:00:00Z' }),
  anEntry({ environment: 'production', effectiveAt: '2026-11-06T00:00:00Z' }),
  anEntry({
    environment: 'staging',
    effectiveAt: '2026-11-01T00:00:00Z',
    rollback: true,
  }),
];

describe('timelineTracks', () => {
  it('places changes between the oldest and now, in the given order', () => {
    const timeline = timelineTracks(entries, ['staging', 'production'], now);
    expect(timeline?.from).toBe('2026-11-01T00:00:00Z');
    expect(
      timeline?.tracks.map(({ environment, dots }) => [
        environment,
        dots.map(({ position }) => position),
      ]),
    ).toEqual([
      ['staging', [1, 0]],
      ['production', [0.5]],
    ]);
  });

  it('counts the rollbacks of a track', () => {
    const timeline = timelineTracks(entries, ['staging', 'production'], now);
    expect(timeline?.tracks.map(({ rollbacks }) => rollbacks)).toEqual([1, 0]);
  });

  it('keeps the track of an environment where nothing arrived', () => {
    const timeline = timelineTracks(entries, ['canary'], now);
    expect(timeline?.tracks).toEqual([
      { environment: 'canary', dots: [], rollbacks: 0 },
    ]);
  });

  it('shows nothing where there is no rhythm yet', () => {
    expect(timelineTracks(entries.slice(1), ['staging'], now)).toBeUndefined();
  });
});
