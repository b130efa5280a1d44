import { aRepository } from '../__testUtils__/builders';
import { repositoryHealth } from './repositoryHealth';

const now = new Date('2026-11-21T09:30:00Z');

describe('repositoryHealth', () => {
  it('is complete where every repository was read well', () => {
    const health = repositoryHealth([aRepository()], now);
    expect(health).toMatchObject({ complete: true, missing: [], stale: [] });
    expect(health.asOf).toBe('2026-11-21T09:26:00.000Z');
  });

  it('counts a repository that was never read as missing', () => {
    const never = aRepository({ state: 'failed', lastSuccessAt: undefined });
    const pending = aRepository({ state: 'pending', lastSuccessAt: undefined });
    const health = repositoryHealth([aRepository(), never, pending], now);
    expect(health.missing).toEqual([never, pending]);
    expect(health.complete).toBe(false);
  });

  it('counts a failing repository with an earlier good read as stale', () => {
    const failing = aRepository({
      state: 'failed',
      lastSuccessAt: '2026-11-21T04:00:00Z',
    });
    const health = repositoryHealth([aRepository(), failing], now);
    expect(health.stale).toEqual([failing]);
    expect(health.asOf).toBe('2026-11-21T04:00:00Z');
  });

  it('does not believe a good state that nobody has confirmed for a day', () => {
    const forgotten = aRepository({ lastSuccessAt: '2026-11-19T09:00:00Z' });
    expect(repositoryHealth([forgotten], now).stale).toEqual([forgotten]);
  });
});
