import { ConfigReader } from '@backstage/config';
import { readRenderConfig } from './readRenderConfig';

const read = (render: object) =>
  readRenderConfig(new ConfigReader({ gitops: { render } }));

describe('readRenderConfig', () => {
  it('allows no chart from elsewhere where nothing is configured', () => {
    expect(readRenderConfig(new ConfigReader({}))).toEqual({ charts: [] });
  });

  it('reads programs, a time limit and charts', () => {
    expect(
      read({
        helm: '/opt/helm',
        timeout: '30s',
        charts: { allow: ['https://charts.acme.example'] },
      }),
    ).toEqual({
      helm: '/opt/helm',
      milliseconds: 30_000,
      charts: ['https://charts.acme.example'],
    });
  });

  it.each([
    [{ helmet: true }, 'gitops.render'],
    [{ charts: { allow: ['file:///etc'] } }, 'gitops.render.charts.allow.0'],
    [{ charts: { allow: ['https://a:b@c'] } }, 'gitops.render.charts.allow.0'],
    [{ timeout: 'soon' }, 'timeout'],
  ])('refuses %j', (render, message) => {
    expect(() => read(render)).toThrow(message);
  });
});
