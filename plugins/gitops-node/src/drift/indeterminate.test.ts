import {
  compare,
  entry,
  found,
  object,
  ourManager,
  written,
} from './testing/pair';

describe('what cannot be compared', () => {
  it.each([
    ['is not base64', { data: { a: '%%%secret' } }],
    ['is no map', { data: 'secret' }],
    ['is no text', { stringData: { a: { secret: true } } }],
  ])(
    'is a Secret whose content %s, and nothing of it is told',
    (_, content) => {
      const drift = compare({
        declared: object('Secret', content),
        live: object('Secret', { data: { a: 'aGk=' } }),
      });
      expect(drift).toMatchObject({ status: 'indeterminate', differences: [] });
      expect(drift.reason).toBeDefined();
      expect(JSON.stringify(drift)).not.toMatch(/%%%secret|aGk=|true/);
    },
  );

  it('is an object without a name', () => {
    const nameless = { apiVersion: 'v1', kind: 'Pod', metadata: {} };
    expect(compare({ declared: nameless, live: nameless }).status).toBe(
      'indeterminate',
    );
  });

  it('is what another version of a kind may call otherwise', () => {
    const drift = compare({
      declared: object('autoscaling/v1 HorizontalPodAutoscaler', {
        spec: { targetCPUUtilizationPercentage: 80 },
      }),
      live: object('autoscaling/v2 HorizontalPodAutoscaler', { spec: {} }),
    });
    expect(drift).toMatchObject({
      status: 'indeterminate',
      reason: expect.stringContaining('autoscaling/v1'),
    });
  });

  it.each([5_000, 200_000])(
    'is an object nested %d deep, as no server takes it',
    depth => {
      let deep: unknown = { leaf: 1 };
      let other: unknown = { leaf: 2 };
      for (let level = 0; level < depth; level++) {
        deep = { deep };
        other = { deep: other };
      }
      const fields = { 'f:data': { 'f:deep': deep } };
      expect(
        compare({
          declared: object('ConfigMap', { data: deep }, { labels: { a: 'b' } }),
          live: written(
            object('ConfigMap', { data: other }),
            entry(ourManager, fields),
          ),
        }).status,
      ).toBe('indeterminate');
    },
  );

  it('says so where no schema is known, and compares lists as a whole', () => {
    const thing = (items: unknown) =>
      object('example.com/v1 Thing', { spec: { items } });
    const drift = compare({
      declared: thing([{ name: 'a' }]),
      live: thing([{ name: 'b' }, { name: 'a' }]),
    });
    expect(found(drift)).toEqual(['changed spec.items']);
    expect(drift.reason).toMatch(/no schema/);
  });
});
