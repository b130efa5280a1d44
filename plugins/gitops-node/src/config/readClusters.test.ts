import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { readClusters } from './readClusters';

type JsonObject = NonNullable<ConstructorParameters<typeof ConfigReader>[0]>;

const read = (gitops: JsonObject) => readClusters(new ConfigReader({ gitops }));
const server = 'https://eu.clusters.example.com:6443';

describe('readClusters', () => {
  it('finds nothing where nothing is configured', () => {
    expect(readClusters(new ConfigReader({}))).toEqual([]);
  });

  it('only observes where nothing else is said', () => {
    expect(read({ clusters: [{ name: 'eu', server }] })).toEqual([
      {
        name: 'eu',
        aliases: [],
        environments: [],
        namespaces: [],
        connection: { type: 'server', url: server, skipTLSVerify: false },
        mode: 'observe',
        selfHeal: false,
        comparison: 'readOnly',
        fieldManager: 'backstage-gitops',
      },
    ]);
  });

  it('knows the ways to a cluster', () => {
    const connections = read({
      clusters: [
        { name: 'a', server, caFile: '/ca.crt', tokenFile: '/token' },
        { name: 'b', kubeconfig: '/kubeconfig', context: 'b' },
        { name: 'c', kubernetesPlugin: true },
        { name: 'd', kubernetesPlugin: 'eu-1' },
      ],
    }).map(({ connection }) => connection);

    expect(connections).toEqual([
      {
        ...{ type: 'server', url: server, skipTLSVerify: false },
        ...{ caFile: '/ca.crt', tokenFile: '/token' },
      },
      { type: 'kubeconfig', file: '/kubeconfig', context: 'b' },
      { type: 'kubernetesPlugin', cluster: 'c' },
      { type: 'kubernetesPlugin', cluster: 'eu-1' },
    ]);
  });

  it('takes from the engine what a cluster leaves open', () => {
    const [open, closed] = read({
      engines: {
        builtin: {
          ...{ mode: 'auto', comparison: 'exact', fieldManager: 'acme' },
        },
      },
      clusters: [
        { name: 'open', server, timeout: { seconds: 5 } },
        {
          ...{ name: 'closed', server, timeout: '200ms' },
          ...{ mode: 'manual', comparison: 'readOnly' },
        },
      ],
    });

    expect(open).toMatchObject({
      ...{ mode: 'auto', selfHeal: true, comparison: 'exact' },
      ...{ fieldManager: 'acme', timeoutMs: 5000 },
    });
    expect(closed).toMatchObject({
      ...{ mode: 'manual', selfHeal: false, comparison: 'readOnly' },
      timeoutMs: 200,
    });
  });

  it.each([
    [{ clusters: [{ server }] }, 'gitops.clusters[0].name must be set'],
    [{ clusters: [{ name: 'a' }] }, 'must have exactly one of server'],
    [
      { clusters: [{ name: 'a', server, kubeconfig: '/k' }] },
      'it has server and kubeconfig',
    ],
    [
      { clusters: [{ name: 'a', kubeconfig: '/k', token: 'x' }] },
      'has token, which goes with server only',
    ],
    [
      { clusters: [{ name: 'a', server, context: 'x' }] },
      'has context, which goes with kubeconfig only',
    ],
    [
      { clusters: [{ name: 'a', server, token: 'x', tokenFile: '/x' }] },
      'has both token and tokenFile',
    ],
    [
      { clusters: [{ name: 'a', server: 'ftp://a' }] },
      'gitops.clusters[0].server must begin with https://',
    ],
    [
      { clusters: [{ name: 'a', server: 'http://a.example.com' }] },
      'is asked in clear text',
    ],
    [
      { clusters: [{ name: 'a', server, caData: 'bm90aGluZw==' }] },
      'caData holds no certificate',
    ],
    [
      { clusters: [{ name: 'a', server, mode: 'sometimes' }] },
      'gitops.clusters[0].mode must be one of observe, manual, auto',
    ],
    [
      { clusters: [{ name: 'a', server, selfHeal: true }] },
      'gitops.clusters[0].selfHeal has no effect in mode observe',
    ],
    [
      { clusters: [{ name: 'a', server, timeout: 'soon' }] },
      'gitops.clusters[0].timeout is not a duration',
    ],
    [
      { clusters: [{ name: 'a', server, timeout: '1h' }] },
      'gitops.clusters[0].timeout must be between',
    ],
    [
      { clusters: [{ name: 'a', server, tokn: 'x' }] },
      'gitops.clusters[0] has the unknown key tokn',
    ],
    [
      {
        clusters: [
          { name: 'a', server, aliases: 'b' },
          { name: 'b', server },
        ],
      },
      "gitops.clusters uses 'b' for both 'a' and 'b'",
    ],
    [
      { engines: { builtin: { fieldManager: '' } } },
      'gitops.engines.builtin.fieldManager is empty',
    ],
  ])('refuses %j', (gitops, message) => {
    expect(() => read(gitops)).toThrow(InputError);
    expect(() => read(gitops)).toThrow(message);
  });

  it('accepts clear text to this machine, and where someone asks for it', () => {
    const far = 'http://cluster.example.com';
    expect(
      read({
        clusters: [
          { name: 'a', server: 'http://127.0.0.1:8001' },
          { name: 'b', server: far, skipTLSVerify: true },
        ],
      }),
    ).toHaveLength(2);
  });

  it('never repeats what may be secret', () => {
    const secret = 'sekret-token';
    const mistakes: JsonObject[] = [
      { name: 'a', server: `https://user:${secret}@a`, token: secret },
      { name: 'a', server, token: { [secret]: secret } },
      { name: 'a', server, caData: secret },
    ];
    for (const mistake of mistakes) {
      const message = messageOf(() => read({ clusters: [mistake] }));
      expect(message).not.toBe('');
      expect(message).not.toContain(secret);
    }
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    return String(error);
  }
}
