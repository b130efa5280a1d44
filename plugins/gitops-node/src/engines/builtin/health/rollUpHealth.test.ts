import { HealthState } from '@backstage-gitops/plugin-gitops-common';
import { rollUpHealth } from './rollUpHealth';

const of = (...states: HealthState[]) =>
  rollUpHealth(states.map(state => ({ health: { state } }))).state;

describe('rollUpHealth', () => {
  it.each<[HealthState[], HealthState]>([
    [['healthy', 'healthy'], 'healthy'],
    [['healthy', 'suspended'], 'suspended'],
    [['unknown', 'healthy'], 'unknown'],
    [['unknown', 'progressing'], 'progressing'],
    [['missing', 'progressing'], 'missing'],
    [['degraded', 'missing', 'unknown'], 'degraded'],
  ])('of %j is %s', (states, worst) => {
    expect(of(...states)).toBe(worst);
  });

  it('is unknown of nothing', () => {
    expect(of()).toBe('unknown');
  });

  it('tells which part it is and why', () => {
    expect(
      rollUpHealth([
        { name: 'Service web', health: { state: 'healthy' } },
        {
          name: 'Deployment web',
          health: { state: 'degraded', message: 'no image' },
        },
      ]),
    ).toEqual({ state: 'degraded', message: 'Deployment web: no image' });
  });
});
