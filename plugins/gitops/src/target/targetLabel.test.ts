import { targetLabels } from './targetLabel';

const place = {
  service: 'payments',
  environment: 'production',
  cluster: 'eu-1',
  namespace: 'shop',
  unitName: 'payments',
};

const labelsOf = (
  targets: Parameters<typeof targetLabels>[0],
  withCluster = true,
) => [...targetLabels(targets, { withCluster }).values()];

describe('targetLabels', () => {
  it('calls targets by their clusters', () => {
    expect(labelsOf([place, { ...place, cluster: 'us-1' }])).toEqual([
      'eu-1',
      'us-1',
    ]);
  });

  it('adds what tells targets of one cluster apart', () => {
    expect(labelsOf([place, { ...place, namespace: 'draft' }])).toEqual([
      'eu-1 · shop',
      'eu-1 · draft',
    ]);
  });

  it('adds the service where several share the page', () => {
    expect(labelsOf([place, { ...place, service: 'worker' }])).toEqual([
      'payments · eu-1',
      'worker · eu-1',
    ]);
  });

  it('falls back to the unit where nothing else differs', () => {
    expect(labelsOf([place, { ...place, unitName: 'payments-2' }])).toEqual([
      'eu-1 · payments',
      'eu-1 · payments-2',
    ]);
  });

  it('calls a lone target without a cluster by its unit', () => {
    expect(labelsOf([{ ...place, cluster: undefined }])).toEqual(['payments']);
  });
});
