import { isApplier } from './api/FluxObject';
import { readFluxObject } from './api/readFluxObject';
import { fluxObject } from './__testUtils__/fluxObject';
import { undeclaredObjects } from './undeclaredObjects';

const read = (...parameters: Parameters<typeof fluxObject>) => {
  const object = readFluxObject(fluxObject(...parameters));
  if (object === undefined) throw new Error('It can not be read');
  return object;
};

const metadata = (name: string, namespace = 'apps') => ({
  metadata: { name, namespace },
});

describe('undeclaredObjects', () => {
  it('tells where they come from, without what a URL hides', () => {
    const source = read('GitRepository', 'source.toolkit.fluxcd.io/v1', {
      ...metadata('config'),
      spec: { url: 'https://dana:hunter2@git.acme.example/acme/config' },
    });
    const kustomization = read(
      'Kustomization',
      'kustomize.toolkit.fluxcd.io/v1',
      {
        ...metadata('stray'),
        spec: {
          path: './apps/stray',
          sourceRef: { kind: 'GitRepository', name: 'config' },
        },
      },
    );
    const release = read('HelmRelease', 'helm.toolkit.fluxcd.io/v2', {
      ...metadata('redis', 'a'),
      spec: {
        chart: {
          spec: {
            chart: 'redis',
            sourceRef: { kind: 'HelmRepository', name: 'absent' },
          },
        },
      },
    });
    const told = undeclaredObjects({
      undeclared: [kustomization, release].filter(isApplier),
      objects: [source, kustomization, release],
    });
    expect(told).toMatchObject([
      { object: { kind: 'HelmRelease', namespace: 'a', name: 'redis' } },
      {
        object: { kind: 'Kustomization', namespace: 'apps', name: 'stray' },
        sources: [{ path: 'apps/stray' }],
      },
    ]);
    expect(told[0].sources).toEqual([{ path: 'redis' }]);
    const [{ url }] = told[1].sources;
    expect(url).toContain('git.acme.example/acme/config');
    expect(url).not.toContain('hunter2');
  });
});
