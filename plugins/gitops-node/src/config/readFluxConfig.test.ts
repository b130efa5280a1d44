import { ConfigReader } from '@backstage/config';
import { readFluxConfig } from './readFluxConfig';

const read = (link?: string) =>
  readFluxConfig(
    new ConfigReader({
      gitops: { engines: { flux: { ...(link && { link }) } } },
    }),
  );

const object = {
  group: 'kustomize.toolkit.fluxcd.io',
  kind: 'Kustomization',
  namespace: 'flux-system',
  name: 'books',
};

describe('readFluxConfig', () => {
  it('links to the page of an object', () => {
    const { linkOf } = read(
      'https://headlamp.acme.example/c/{cluster}/flux/{kind}/{namespace}/{name}',
    );
    expect(linkOf('eu-1', object)).toBe(
      'https://headlamp.acme.example/c/eu-1/flux/Kustomization/flux-system/books',
    );
  });

  it('lets no name change where a link leads', () => {
    const { linkOf } = read('https://flux.acme.example/{name}?at={cluster}');
    const hostile = { ...object, name: '../x?a=1#b/%2e%2e' };
    const link = linkOf('eu-1&admin=1', hostile);
    expect(link).toBe(
      'https://flux.acme.example/..%2Fx%3Fa%3D1%23b%2F%252e%252e?at=eu-1%26admin%3D1',
    );
    expect(new URL(link ?? '').hostname).toBe('flux.acme.example');
  });

  it('links nowhere without configuration', () => {
    expect(read().linkOf('eu-1', object)).toBeUndefined();
    expect(
      readFluxConfig(new ConfigReader({})).linkOf('eu-1', object),
    ).toBeUndefined();
  });

  it.each([
    ['ftp://flux.acme.example/{name}', /https:\/\//],
    ['flux.acme.example/{name}', /https:\/\//],
    ['https://{name}.evil.example/', /placeholder in its host/],
    ['https://dana:secret@flux.acme.example/{name}', /https:\/\//],
  ])('refuses %s', (link, message) => {
    expect(() => read(link)).toThrow(message);
  });
});
