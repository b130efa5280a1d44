import { aDifference, aResourceDrift } from '../__testUtils__/live';
import { driftGroups, fieldCount } from './driftGroups';

const unmanaged = aDifference({
  field: 'metadata.labels.team',
  class: 'unmanaged',
  declared: undefined,
  live: 'sales',
});

describe('driftGroups', () => {
  it('counts what drifted, is missing or left over, and nothing else', () => {
    const groups = driftGroups([
      aResourceDrift(),
      aResourceDrift({ name: 'gone', status: 'missing', differences: [] }),
      aResourceDrift({ name: 'left', status: 'orphaned', differences: [] }),
      aResourceDrift({ name: 'new', status: 'undelivered', differences: [] }),
      aResourceDrift({ name: 'odd', status: 'indeterminate', differences: [] }),
      aResourceDrift({
        name: 'same',
        status: 'synced',
        differences: [unmanaged],
      }),
    ]);
    expect(groups.drifted).toBe(3);
    expect(groups.missing.map(({ name }) => name)).toEqual(['gone']);
    expect(groups.awaited.map(({ name }) => name)).toEqual(['new']);
    expect(groups.orphaned.map(({ name }) => name)).toEqual(['left']);
    expect(groups.indeterminate.map(({ name }) => name)).toEqual(['odd']);
  });

  it('keeps what nobody declared apart from what counts', () => {
    const { changed, unmanaged: apart } = driftGroups([
      aResourceDrift({ differences: [aDifference(), unmanaged] }),
    ]);
    expect(changed[0].differences).toEqual([aDifference()]);
    expect(apart[0].differences).toEqual([unmanaged]);
    expect(fieldCount(apart)).toBe(1);
  });

  it('counts no resource that only waits for what Git declares by now', () => {
    const waiting = aDifference({ class: 'undelivered' });

    const { changed, undelivered, drifted } = driftGroups([
      aResourceDrift({ differences: [waiting] }),
      aResourceDrift({ name: 'both', differences: [waiting, aDifference()] }),
    ]);

    expect(drifted).toBe(1);
    expect(changed.map(({ resource }) => resource.name)).toEqual(['both']);
    expect(changed[0].differences).toEqual([aDifference()]);
    expect(fieldCount(undelivered)).toBe(2);
  });

  it('gathers what a rule hides, of all resources', () => {
    const ignored = [{ rule: 'HPA owns replicas', fields: ['spec.replicas'] }];
    const { ignored: rules } = driftGroups([
      aResourceDrift({ name: 'a', ignored }),
      aResourceDrift({
        name: 'b',
        ignored: [{ rule: 'cert-manager', fields: ['a', 'b'] }, ...ignored],
      }),
    ]);
    expect(rules.map(({ rule, count }) => [rule, count])).toEqual([
      ['cert-manager', 2],
      ['HPA owns replicas', 2],
    ]);
  });

  it('shows the fields that differ of a resource that is not known whole', () => {
    const { changed, drifted } = driftGroups([
      aResourceDrift({ status: 'indeterminate', reason: 'no schema' }),
    ]);
    expect(changed).toHaveLength(1);
    expect(drifted).toBe(0);
  });

  it('orders resources by what they are, not by how they came', () => {
    const names = (resources: Parameters<typeof driftGroups>[0]) =>
      driftGroups(resources).changed.map(({ resource }) => resource.name);
    const [a, b] = [
      aResourceDrift({ kind: 'ConfigMap', name: 'z' }),
      aResourceDrift({ kind: 'Deployment', name: 'a' }),
    ];
    expect(names([b, a])).toEqual(names([a, b]));
  });
});
