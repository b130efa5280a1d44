import {
  createTestRenderer,
  renderUnit,
} from '../../repository/testing/renderFiles';
import { UnitRenderer } from '../../repository/UnitRenderer';

const kustomization = (spec: readonly string[]) =>
  [
    'apiVersion: kustomize.toolkit.fluxcd.io/v1',
    'kind: Kustomization',
    'metadata: { name: apps, namespace: flux-system }',
    'spec:',
    '  path: ./apps',
    '  sourceRef: { kind: GitRepository, name: flux-system }',
    ...spec.map(line => `  ${line}`),
  ].join('\n');

const postBuild = (...lines: readonly string[]) =>
  kustomization(['postBuild:', ...lines.map(line => `  ${line}`)]);

const settings = (name: string, data: string, kind: string = 'ConfigMap') =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: flux-system }\n${data}\n`;

const configMap = (data: string, metadata: string = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a${metadata} }\ndata: ${data}\n`;

let renderer: UnitRenderer;

beforeAll(async () => {
  renderer = await createTestRenderer();
});

const render = (flux: string, files: Readonly<Record<string, string>>) =>
  renderUnit(
    renderer,
    { 'clusters/live/apps.yaml': flux, ...files },
    'Kustomization',
    'apps',
  );

describe('postBuild', () => {
  it('puts in the variables of the object over those of ConfigMaps and Secrets', async () => {
    const { resources, indeterminate } = await render(
      postBuild(
        'substituteFrom:',
        '  - { kind: ConfigMap, name: common }',
        '  - { kind: Secret, name: keys }',
        'substitute: { TOWN: Fernhollow }',
      ),
      {
        'clusters/live/common.yaml': settings(
          'common',
          'data: { TOWN: nowhere, STREET: "Long\\nLane", KEY: lost }',
        ),
        'clusters/live/keys.yaml': settings(
          'keys',
          `data: { KEY: ${Buffer.from('found').toString('base64')} }`,
          'Secret',
        ),
        'apps/a.yaml': configMap(
          "{ at: '${STREET} in ${TOWN}', key: '${KEY}', none: 'x${NONE}x', kept: '$${TOWN}' }",
        ),
      },
    );
    expect(indeterminate).toEqual([]);
    expect(resources).toHaveLength(1);
    expect(resources[0].indeterminate).toBeUndefined();
    expect(resources[0].resource.data).toEqual({
      at: 'LongLane in Fernhollow',
      key: 'found',
      none: 'xx',
      kept: '${TOWN}',
    });
  });

  it('makes a number of a text, as it is put in before YAML is read', async () => {
    const { resources } = await render(postBuild('substitute: { SIZE: "3" }'), {
      'apps/a.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\nspec: { replicas: "${SIZE}", paused: "${OFF:=true}" }\n',
    });
    expect(resources[0].resource.spec).toEqual({ replicas: 3, paused: true });
  });

  it('leaves out what says so, and everything without variables', async () => {
    const text = "{ a: '${TOWN}' }";
    const mark = 'kustomize.toolkit.fluxcd.io/substitute: disabled';
    const disabled = await render(postBuild('substitute: { TOWN: x }'), {
      'apps/a.yaml': configMap(text, `, annotations: { ${mark} }`),
    });
    const none = await render(postBuild('substitute: {}'), {
      'apps/a.yaml': configMap(text),
    });
    for (const { resources } of [disabled, none]) {
      expect(resources[0].resource.data).toEqual({ a: '${TOWN}' });
    }
  });

  it('makes indeterminate what uses a variable of the cluster, and no other', async () => {
    const { resources, indeterminate } = await render(
      postBuild(
        'substituteFrom:',
        '  - { kind: ConfigMap, name: nowhere, optional: true }',
        'substitute: { TOWN: Fernhollow }',
      ),
      {
        'apps/a.yaml': configMap("{ a: '${TOWN}' }"),
        'apps/b.yaml': configMap("{ b: '${STREET:=Lane}' }").replace(
          'name: a',
          'name: b',
        ),
      },
    );
    expect(indeterminate).toEqual([]);
    expect(resources.map(each => each.indeterminate)).toEqual([
      undefined,
      '${STREET} is not known: ConfigMap nowhere is not in Git',
    ]);
  });

  it('knows the names in an encrypted Secret', async () => {
    const { resources } = await render(
      postBuild('substituteFrom: [{ kind: Secret, name: keys }]'),
      {
        'clusters/live/keys.yaml': settings(
          'keys',
          'stringData: { KEY: "ENC[AES256_GCM,data:x]" }\nsops: { mac: x }',
          'Secret',
        ),
        'apps/a.yaml': configMap("{ a: '${TOWN:=none}' }"),
        'apps/b.yaml': configMap("{ b: '${KEY}' }").replace(
          'name: a',
          'name: b',
        ),
      },
    );
    expect(resources.map(each => each.indeterminate)).toEqual([
      undefined,
      '${KEY} is not known: Secret keys is encrypted',
    ]);
  });

  it('makes the whole indeterminate where a name is not known', async () => {
    const { indeterminate } = await render(
      postBuild('substituteFrom: [{ kind: ConfigMap, name: nowhere }]'),
      {
        'apps/a.yaml': configMap('{ a: b }').replace(
          'name: a',
          'name: "a-${TOWN}"',
        ),
      },
    );
    expect(indeterminate).toEqual([
      '${TOWN} is not known: ConfigMap nowhere is not in Git',
    ]);
  });

  it('fails where Flux fails', async () => {
    const broken = await render(postBuild('substitute: { A: x }'), {
      'apps/a.yaml': configMap("{ a: '${A.b}' }"),
    });
    expect(broken.indeterminate).toEqual([
      expect.stringContaining("can't be substituted"),
    ]);
    const named = await render(postBuild('substitute: { a-b: x }'), {
      'apps/a.yaml': configMap("{ a: '${A}' }"),
    });
    expect(named.indeterminate).toEqual(["'a-b' is no name of a variable"]);
  });
});

describe('what Flux does to objects', () => {
  it('gives all of them labels and annotations', async () => {
    const { resources } = await render(
      kustomization([
        'commonMetadata: { labels: { team: money }, annotations: { a: b } }',
      ]),
      { 'apps/a.yaml': configMap('{}', ', labels: { own: yes-it-is }') },
    );
    expect(resources[0].resource.metadata).toEqual({
      name: 'a',
      labels: { own: 'yes-it-is', team: 'money' },
      annotations: { a: 'b' },
    });
  });

  it('leaves alone what is marked', async () => {
    const marked = (name: string, mark: string) =>
      configMap(
        '{}',
        `, annotations: { kustomize.toolkit.fluxcd.io/${mark} }`,
      ).replace('name: a', `name: ${name}`);
    const { resources } = await render(kustomization([]), {
      'apps/a.yaml': marked('a', 'reconcile: disabled'),
      'apps/b.yaml': marked('b', 'ssa: Ignore'),
      'apps/c.yaml': marked('c', 'prune: disabled'),
    });
    expect(resources).toMatchObject([
      { resource: { metadata: { name: 'c' } } },
    ]);
  });

  it('can not decrypt, and says so for what is encrypted alone', async () => {
    const { resources, indeterminate } = await render(kustomization([]), {
      'apps/a.yaml': configMap('{}'),
      'apps/keys.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: { name: keys }\nstringData: { a: "ENC[AES256_GCM,data:x]" }\nsops: { mac: "ENC[AES256_GCM,data:x]" }\n',
    });
    expect(indeterminate).toEqual([]);
    expect(resources.map(each => each.indeterminate)).toEqual([
      undefined,
      'it is encrypted',
    ]);
    expect(resources[1].resource).not.toHaveProperty('sops');
  });

  it('does not know a name that is made of what is encrypted', async () => {
    const { indeterminate } = await render(kustomization([]), {
      'apps/kustomization.yaml':
        'secretGenerator: [{ name: keys, envs: [keys.env] }]',
      'apps/keys.env':
        'KEY=ENC[AES256_GCM,data:x]\nsops_mac=ENC[AES256_GCM,x]\n',
    });
    expect(indeterminate).toEqual([
      'an encrypted file is part of the name of an object',
    ]);
  });
});
