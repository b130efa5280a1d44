import {
  compare,
  container,
  deployment,
  entry,
  found,
  object,
  ourManager,
  written,
} from './testing/pair';

/** False alarms that others shipped, by the number of their report. */
describe('lists that others took for drift', () => {
  it('is not a port without its protocol, structured-merge-diff#130', () => {
    const ports = (...list: unknown[]) => container({ ports: list });
    const live = ports(
      { containerPort: 53, protocol: 'UDP', name: 'dns' },
      { containerPort: 53, protocol: 'TCP', name: 'dns-tcp' },
    );
    expect(
      found(
        compare({
          declared: ports(
            { containerPort: 53, name: 'dns-tcp' },
            { containerPort: 53, protocol: 'UDP', name: 'dns' },
          ),
          live,
        }),
      ),
    ).toEqual([]);
    expect(
      found(
        compare({ declared: ports({ containerPort: 53, name: 'dns' }), live }),
      ),
    ).toEqual([
      'changed spec.template.spec.containers[name=app].ports[containerPort=53,protocol=TCP].name',
    ]);
  });

  it('is the removal of an item alone, not of its neighbours, argo-cd#20792', () => {
    const ports = (...names: string[]) =>
      names.map((name, index) => ({ port: 80 + index, name }));
    const service = (...names: string[]) =>
      object('Service', { spec: { ports: ports(...names) } });
    const owned = (port: number) => ({
      [`k:{"port":${port},"protocol":"TCP"}`]: {
        '.': {},
        'f:name': {},
        'f:port': {},
      },
    });
    const live = written(
      service('web', 'metrics', 'admin'),
      entry(ourManager, {
        'f:spec': { 'f:ports': { ...owned(80), ...owned(81), ...owned(82) } },
      }),
    );
    const declared = object('Service', {
      spec: { ports: [ports('web')[0], { port: 82, name: 'admin' }] },
    });
    const drift = compare({ declared, live });
    expect(found(drift)).toEqual([
      'pendingRemoval spec.ports[port=81,protocol=TCP]',
    ]);
    expect(drift.differences[0].live).toEqual({ port: 81, name: 'metrics' });
  });

  it('is nothing that can be told of duplicate env keys, argo-cd#4071', () => {
    const env = (...values: string[]) =>
      container({ env: values.map(value => ({ name: 'REGION', value })) });
    expect(
      compare({ declared: env('north', 'south'), live: env('south') }),
    ).toMatchObject({
      status: 'indeterminate',
      reason: expect.stringMatching(/env\[name=REGION\].*same name/),
    });
    expect(
      compare({ declared: env('north'), live: env('north', 'south') }).status,
    ).toBe('indeterminate');
  });

  it('is a renamed item where its merge key changed, argo-cd#24704', () => {
    const named = (name: string) =>
      deployment({ containers: [{ name, image: 'shop' }] });
    const live = written(
      named('old'),
      entry(ourManager, {
        'f:spec': {
          'f:template': {
            'f:spec': {
              'f:containers': {
                'k:{"name":"old"}': { '.': {}, 'f:name': {}, 'f:image': {} },
              },
            },
          },
        },
      }),
    );
    expect(found(compare({ declared: named('new'), live }))).toEqual([
      'missing spec.template.spec.containers[name=new]',
      'pendingRemoval spec.template.spec.containers[name=old]',
    ]);
  });

  it('is not the order of metrics, kubernetes#74099 and #118293', () => {
    const metrics = (...list: unknown[]) =>
      object('autoscaling/v2 HorizontalPodAutoscaler', {
        spec: { metrics: list },
      });
    const cpu = {
      type: 'Resource',
      resource: { name: 'cpu', target: { averageUtilization: 80 } },
    };
    const queue = (averageValue: string) => ({
      type: 'External',
      external: { metric: { name: 'queue' }, target: { averageValue } },
    });
    expect(
      found(
        compare({
          declared: metrics(cpu, queue('1000m')),
          live: metrics(queue('1'), cpu),
        }),
      ),
    ).toEqual([]);
    expect(
      found(
        compare({
          declared: metrics(cpu, queue('1')),
          live: metrics(queue('2'), cpu),
        }),
      ),
    ).toEqual(['changed spec.metrics[1].external.target.averageValue']);
  });
});
