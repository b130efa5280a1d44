import { ConfigReader } from '@backstage/config';
import { readArgoCdInstances } from './readArgoCdInstances';

function read(argocd: unknown, locators?: unknown) {
  return readArgoCdInstances(
    new ConfigReader({
      gitops: { engines: { argocd: { instances: argocd } } },
      ...(locators !== undefined && {
        argocd: { appLocatorMethods: locators },
      }),
    } as object),
  );
}

describe('readArgoCdInstances', () => {
  it('has none where nothing is configured', () => {
    expect(readArgoCdInstances(new ConfigReader({}))).toEqual([]);
  });

  it('reads its own instances with what each has', () => {
    expect(
      read([
        {
          name: 'eu',
          url: 'https://argocd.eu.example/argo',
          token: 'eyJ-eu',
          frontendUrl: 'https://deploy.example',
          caFile: '/etc/ca.pem',
          timeout: '10s',
          clusters: [
            'eu-1',
            { name: 'eu-2', destination: 'https://10.0.0.2:6443' },
          ],
        },
        {
          name: 'us',
          url: 'https://argocd.us.example',
          username: 'portal',
          password: 'secret',
        },
      ]),
    ).toEqual([
      {
        name: 'eu',
        url: 'https://argocd.eu.example/argo',
        credentials: { type: 'token', token: 'eyJ-eu' },
        frontendUrl: 'https://deploy.example',
        caFile: '/etc/ca.pem',
        timeoutMs: 10_000,
        clusters: [
          { cluster: 'eu-1', destination: 'eu-1' },
          { cluster: 'eu-2', destination: 'https://10.0.0.2:6443' },
        ],
      },
      {
        name: 'us',
        url: 'https://argocd.us.example',
        credentials: { type: 'user', username: 'portal', password: 'secret' },
        clusters: [],
      },
    ]);
  });

  it('reads the locators of Backstage as they are', () => {
    const instances = read(undefined, [
      { type: 'catalog' },
      {
        type: 'config',
        username: 'admin',
        password: 'shared',
        instances: [
          { name: 'one', url: 'https://one.example', somethingOfTheirs: true },
          { name: 'two', url: 'https://two.example', token: 'own' },
          {
            ...{ name: 'three', url: 'https://three.example' },
            ...{ token: '', username: 'me', password: 'mine' },
            frontendUrl: 'https://see.example',
          },
        ],
      },
    ]);

    expect(instances).toEqual([
      {
        ...{ name: 'one', url: 'https://one.example', clusters: [] },
        credentials: { type: 'user', username: 'admin', password: 'shared' },
      },
      {
        ...{ name: 'two', url: 'https://two.example', clusters: [] },
        credentials: { type: 'token', token: 'own' },
      },
      {
        ...{ name: 'three', url: 'https://three.example', clusters: [] },
        credentials: { type: 'user', username: 'me', password: 'mine' },
        frontendUrl: 'https://see.example',
      },
    ]);
  });

  it('prefers its own instance to a locator of the same name', () => {
    const instances = read(
      [{ name: 'one', url: 'https://ours.example' }],
      [
        {
          type: 'config',
          instances: [{ name: 'one', url: 'https://theirs.example' }],
        },
      ],
    );

    expect(instances.map(({ url }) => url)).toEqual(['https://ours.example']);
  });

  it.each([
    [{ url: 'https://a.example' }, 'instances[0].name must be set (string)'],
    [{ name: 'a', url: 'nowhere' }, 'instances[0].url is not a URL'],
    [{ name: 'a', url: 'ftp://a.example' }, 'must begin with https://'],
    [
      { name: 'a', url: 'https://me:hush-hush@a.example' },
      'url holds credentials; use token, or username and password',
    ],
    [
      { name: 'a', url: 'https://a.example', token: 't', username: 'u' },
      'has both token and username or password',
    ],
    [
      { name: 'a', url: 'https://a.example', username: 'u' },
      'must have username and password together',
    ],
    [
      { name: 'a', url: 'http://a.example', token: 'hush-hush' },
      'would get its credentials in clear text',
    ],
    [
      { name: 'a', url: 'https://a.example', tokn: 'hush-hush' },
      'has the unknown key tokn',
    ],
    [
      { name: 'a', url: 'https://a.example', timeout: 'soon' },
      "timeout is not a duration such as '30s'",
    ],
  ])('refuses %j and never repeats a secret', (instance, message) => {
    const refused = () => read([instance]);

    expect(refused).toThrow(message);
    expect(refused).not.toThrow('hush-hush');
  });

  it('refuses two instances of one name, and clear text for a locator', () => {
    const instance = { name: 'a', url: 'https://a.example' };
    const locator = {
      ...{ type: 'config', username: 'u', password: 'hush-hush' },
      instances: [{ name: 'b', url: 'http://b.example' }],
    };

    expect(() => read([instance, instance])).toThrow(
      "gitops.engines.argocd.instances has two instances called 'a'",
    );
    expect(() => read([], [locator])).toThrow(
      'argocd.appLocatorMethods[0].instances[0].url would get its credentials in clear text; use https',
    );
  });

  it('reaches an instance on the same machine without TLS', () => {
    const [instance] = read([
      { name: 'a', url: 'http://localhost:8080', token: 't' },
    ]);

    expect(instance.credentials).toEqual({ type: 'token', token: 't' });
  });
});
