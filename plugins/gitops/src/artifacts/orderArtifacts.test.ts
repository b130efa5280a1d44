import { anArtifact } from '../__testUtils__/builders';
import { orderArtifacts } from './orderArtifacts';

const sidecar = anArtifact({ name: 'docker.example/envoy', version: '1.31' });
const own = anArtifact({ name: 'docker.example/acme/payments' });
const chart = anArtifact({ kind: 'chart', name: 'payments' });

describe('orderArtifacts', () => {
  it('puts the image named as the service before a sidecar', () => {
    const { main, others } = orderArtifacts([sidecar, own], ['payments']);
    expect(main).toBe(own);
    expect(others).toEqual([sidecar]);
  });

  it('puts an image before a chart of the same name', () => {
    expect(orderArtifacts([chart, sidecar], ['payments']).main).toBe(sidecar);
  });

  it('knows the service by its aliases', () => {
    const { main } = orderArtifacts([sidecar, own], ['shop', 'payments']);
    expect(main).toBe(own);
  });

  it('prefers the service’s own name to an alias that a sidecar has', () => {
    const { main } = orderArtifacts([sidecar, own], ['payments', 'envoy']);
    expect(main).toBe(own);
  });

  it('prefers an image whose name is part of the service’s', () => {
    const { main } = orderArtifacts([sidecar, own], ['draft-payments']);
    expect(main).toBe(own);
  });

  it('keeps the declared order of what is alike', () => {
    const second = anArtifact({ name: 'docker.example/agent' });
    const { others } = orderArtifacts([sidecar, second, own], ['payments']);
    expect(others).toEqual([sidecar, second]);
  });

  it('has no main artifact where there is none', () => {
    expect(orderArtifacts([], ['payments'])).toEqual({
      main: undefined,
      others: [],
    });
  });
});
