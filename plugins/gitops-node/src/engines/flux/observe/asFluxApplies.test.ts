import { Resource } from '../../../manifests/Resource';
import { desiredUnit } from '../../builtin/__testUtils__/desiredUnit';
import { asFluxApplies } from './asFluxApplies';

const podSpec = (protocol: Readonly<Record<string, string>>) => ({
  containers: [
    { name: 'app', ports: [{ containerPort: 80, ...protocol }] },
    { name: 'dns', ports: [{ containerPort: 53, protocol: 'UDP' }] },
    { name: 'plain' },
  ],
});

const kinds: readonly [string, string, (podSpec: object) => object][] = [
  ['apps/v1', 'Deployment', spec => ({ template: { spec } })],
  [
    'batch/v1',
    'CronJob',
    spec => ({ jobTemplate: { spec: { template: { spec } } } }),
  ],
  ['v1', 'Pod', spec => spec],
];

describe('asFluxApplies', () => {
  const applied = (resource: Resource) => {
    const desired = desiredUnit([resource]);
    return asFluxApplies(desired).resources[0].resource;
  };

  it.each(kinds)(
    'names the protocol of ports of a %s %s that name none',
    (apiVersion, kind, spec) => {
      const declared = { apiVersion, kind, spec: spec(podSpec({})) };

      expect(applied(declared)).toEqual({
        ...declared,
        spec: spec(podSpec({ protocol: 'TCP' })),
      });
    },
  );

  it('names it of the ports of a Service', () => {
    const declared = { apiVersion: 'v1', kind: 'Service' };

    expect(applied({ ...declared, spec: { ports: [{ port: 80 }] } })).toEqual({
      ...declared,
      spec: { ports: [{ port: 80, protocol: 'TCP' }] },
    });
  });

  it('leaves alone what it does not know, and what is not there', () => {
    const route = {
      apiVersion: 'example/v1',
      kind: 'Route',
      spec: { ports: [{}] },
    };
    const bare = { apiVersion: 'apps/v1', kind: 'Deployment' };

    expect(applied(route)).toEqual(route);
    expect(applied(bare)).toEqual(bare);
  });

  it('is the same for the same unit', () => {
    const desired = desiredUnit([]);

    expect(asFluxApplies(desired)).toBe(asFluxApplies(desired));
  });
});
