import { describeTargets, discoverFiles } from '../testing/describeDiscovery';

describe('a chart that a kustomization inflates', () => {
  const files = {
    'shop/production/kustomization.yaml': [
      'helmGlobals: { chartHome: ../charts }',
      'helmCharts:',
      '  - name: cache',
      '    releaseName: shop-cache',
      '    valuesFile: values.yaml',
      '    valuesInline: { proxy: { image: "acme/proxy:p2" } }',
      'images:',
      '  - name: acme/cache',
      '    newTag: c9',
    ].join('\n'),
    'shop/production/values.yaml': 'proxy: { image: "acme/proxy:p1" }',
    'shop/charts/cache/Chart.yaml': 'name: cache\nversion: 1.2.0',
    'shop/charts/cache/values.yaml':
      'image: { repository: acme/cache, tag: c1 }\nextra: { image: "acme/extra:e1" }',
  };

  it('tells its version and its images, as `images` changes them', () => {
    expect(describeTargets(discoverFiles(files))).toEqual([
      expect.stringMatching(
        /: chart cache 1.2.0 < shop\/charts\/cache\/Chart.yaml:2 version$/,
      ),
      expect.stringMatching(
        /: image acme\/cache c9 < shop\/production\/kustomization.yaml:9 /,
      ),
      expect.stringMatching(
        /: image acme\/extra e1 < shop\/charts\/cache\/values.yaml:2 /,
      ),
      expect.stringMatching(
        /: image acme\/proxy p2 < shop\/production\/kustomization.yaml:6 /,
      ),
    ]);
  });

  it('depends on the files of the chart', () => {
    const [unit] = discoverFiles(files).units;
    expect(unit.files).toEqual(
      expect.arrayContaining([
        'shop/charts/cache/Chart.yaml',
        'shop/charts/cache/values.yaml',
        'shop/production/values.yaml',
      ]),
    );
  });
});
