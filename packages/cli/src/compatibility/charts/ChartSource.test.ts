import { parseChartSource } from './ChartSource';

describe('parseChartSource', () => {
  it('reads a name, a version and a folder', () => {
    expect(parseChartSource('metallb@v0.16.1=charts/metallb', '/here')).toEqual(
      {
        name: 'metallb',
        version: 'v0.16.1',
        folder: '/here/charts/metallb',
        path: '.',
      },
    );
  });

  it('reads which part of the folder is applied', () => {
    expect(
      parseChartSource('keda@2.21.0=/charts/keda//config/default', '/here'),
    ).toMatchObject({ folder: '/charts/keda', path: 'config/default' });
  });

  it('refuses anything else', () => {
    expect(() => parseChartSource('charts/metallb', '/here')).toThrow(
      "'charts/metallb' isn't NAME@VERSION=FOLDER",
    );
  });
});
