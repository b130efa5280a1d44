import { mockCredentials } from '@backstage/backend-test-utils';
import {
  TemplateEntityV1beta3,
  templateEntityV1beta3Validator,
} from '@backstage/plugin-scaffolder-common';
import { JsonObject } from '@backstage/types';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import yaml from 'yaml';
import { aProposal, aTarget } from './__testUtils__/answers';
import { ApiServer } from './__testUtils__/ApiServer';
import { ScaffolderPortal } from './__testUtils__/ScaffolderPortal';

const folder = resolve(__dirname, '../../../templates');
const listed: string[] = yaml.parse(
  readFileSync(join(folder, 'all.yaml'), 'utf8'),
).spec.targets;

const templates: TemplateEntityV1beta3[] = listed.map(path =>
  yaml.parse(readFileSync(join(folder, path), 'utf8')),
);

interface Filled {
  readonly name: string;
  readonly path: string;
  /** What a person must fill in at the least. */
  readonly least: JsonObject;
  /** What is asked of the API then. */
  readonly asked: object;
  /** Everything filled in, and what is asked then. */
  readonly all: JsonObject;
  readonly askedByAll: object;
}

const service = { repository: 'platform', service: 'cart' };

const filled: Filled[] = [
  {
    name: 'gitops-promote',
    path: '/proposals',
    least: { ...service, from: 'staging', to: 'production' },
    asked: {
      kind: 'promotion',
      from: 'platform:cart:staging:',
      to: ['platform:cart:production:'],
    },
    all: {
      ...service,
      from: 'staging',
      to: 'production',
      toCluster: 'eu-1',
      reason: 'Checked: ${{ user.ref }}',
      draft: true,
      autoMerge: true,
      allowOthers: true,
      waitFor: 'merged',
    },
    askedByAll: {
      kind: 'promotion',
      from: 'platform:cart:staging:',
      to: ['platform:cart:production:eu-1'],
      reason: 'Checked: ${{ user.ref }}',
      draft: true,
      autoMerge: true,
      allowOthers: true,
    },
  },
  {
    name: 'gitops-roll-back',
    path: '/proposals',
    least: { ...service, environment: 'production', version: 'v41' },
    asked: {
      kind: 'rollback',
      targets: ['platform:cart:production:'],
      to: 'v41',
    },
    all: {
      ...service,
      environment: 'production',
      version: 'v41',
      cluster: 'eu-1',
      mode: 'revert',
      reason: 'v42 fails',
      autoMerge: true,
      allowOthers: true,
      waitFor: 'merged',
    },
    askedByAll: {
      kind: 'rollback',
      targets: ['platform:cart:production:eu-1'],
      to: 'v41',
      mode: 'revert',
      reason: 'v42 fails',
      autoMerge: true,
      allowOthers: true,
    },
  },
  {
    name: 'gitops-new-environment',
    path: '/proposals',
    least: { repository: 'platform', environment: 'preview', like: 'staging' },
    asked: {
      kind: 'addEnvironment',
      repository: 'platform',
      environment: 'preview',
      like: 'staging',
    },
    all: {
      repository: 'platform',
      environment: 'preview',
      like: 'staging',
      cluster: 'preview-1',
      reason: 'For reviews',
    },
    askedByAll: {
      kind: 'addEnvironment',
      repository: 'platform',
      environment: 'preview',
      like: 'staging',
      cluster: 'preview-1',
      reason: 'For reviews',
    },
  },
  {
    name: 'gitops-onboard-a-service',
    path: '/proposals',
    least: {
      repository: 'platform',
      service: 'checkout',
      image: 'registry.example/checkout',
      version: 'v1',
      environments: [],
    },
    asked: {
      kind: 'addService',
      repository: 'platform',
      service: 'checkout',
      image: { name: 'registry.example/checkout', version: 'v1' },
    },
    all: {
      repository: 'platform',
      service: 'checkout',
      entityRef: 'component:default/checkout',
      like: 'cart',
      image: 'registry.example/checkout',
      version: '1.20',
      port: 8080,
      replicas: 2,
      environments: ['staging', 'production'],
      namespace: 'shop',
      reason: 'New',
    },
    askedByAll: {
      kind: 'addService',
      repository: 'platform',
      service: 'checkout',
      entityRef: 'component:default/checkout',
      like: 'cart',
      image: { name: 'registry.example/checkout', version: '1.20' },
      port: 8080,
      replicas: 2,
      environments: ['staging', 'production'],
      namespace: 'shop',
      reason: 'New',
    },
  },
  {
    name: 'gitops-new-config-repository',
    path: '/repositories',
    least: {
      engine: 'flux',
      layout: 'helmRelease',
      // As a form writes what was left empty.
      environments: [{ name: 'production', clusters: [] }],
      codeOwners: [],
      repoUrl: 'github.com?owner=acme&repo=config',
    },
    asked: {
      engine: 'flux',
      layout: 'helmRelease',
      environments: [{ name: 'production' }],
      host: 'github.com',
      owner: 'acme',
      name: 'config',
      dryRun: false,
    },
    all: {
      engine: 'argocd',
      layout: 'kustomize',
      environments: [
        { name: 'staging', protected: false },
        { name: 'production', clusters: ['eu-1', 'us-1'], protected: true },
      ],
      codeOwners: ['@acme/platform'],
      requiredApprovals: 2,
      policies: false,
      repoUrl: 'github.com?owner=acme&repo=config',
      description: 'What runs',
      visibility: 'internal',
    },
    askedByAll: {
      engine: 'argocd',
      layout: 'kustomize',
      environments: [
        { name: 'staging', protected: false },
        { name: 'production', clusters: ['eu-1', 'us-1'], protected: true },
      ],
      codeOwners: ['@acme/platform'],
      requiredApprovals: 2,
      policies: false,
      host: 'github.com',
      owner: 'acme',
      name: 'config',
      description: 'What runs',
      visibility: 'internal',
      dryRun: false,
    },
  },
];

const templateOf = ({ name }: { name: string }) => {
  const found = templates.find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`No template ${name}`);
  return found;
};

describe('the templates', () => {
  const api = new ApiServer();
  let portal: ScaffolderPortal;

  beforeAll(async () => {
    await api.start();
    portal = await ScaffolderPortal.start(api, templates);
  });

  afterAll(async () => {
    await portal.stop();
    await api.stop();
  });

  beforeEach(() => {
    api.requests.length = 0;
    api.proposals.clear();
    api.steps.length = 0;
    api.targets = [aTarget('staging'), aTarget('production')];
  });

  const onCluster = () => {
    api.targets = [
      aTarget('staging'),
      aTarget('production', { cluster: 'eu-1' }),
      aTarget('production', { cluster: 'us-1' }),
    ];
  };
  const asked = (path: string) =>
    api.bodies(path).map((body: any) => body.request ?? body);

  it('are all registered by one file', () => {
    const folders = readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => `./${name}/template.yaml`);
    expect([...listed].sort()).toEqual(folders.sort());
    expect(filled.map(({ name }) => name).sort()).toEqual(
      templates.map(({ metadata }) => metadata.name).sort(),
    );
  });

  it.each(
    templates.map(template => [template.metadata.name, template] as const),
  )(
    '%s is a Template by the scaffolder’s own schema, with owner, tags and texts',
    async (_name, template) => {
      expect(await templateEntityV1beta3Validator.check(template)).toBe(true);
      expect(template).toMatchObject({
        metadata: {
          title: expect.any(String),
          description: expect.any(String),
          tags: expect.arrayContaining(['gitops']),
        },
        spec: {
          owner: expect.any(String),
          type: 'gitops',
          presentation: {
            buttonLabels: { createButtonText: expect.any(String) },
          },
        },
      });
    },
  );

  it('use actions that there are', async () => {
    const ids = (await portal.actions()).map(({ id }) => id);
    for (const { spec } of templates) {
      for (const step of spec.steps) expect(ids).toContain(step.action);
    }
  });

  it.each(filled)('$name asks for what its form holds', async form => {
    const events = await portal.run(templateOf(form), form.least);
    expect(events.at(-1)?.body).toMatchObject({
      message: 'Run completed with status: completed',
    });
    expect(asked(form.path)).toEqual([form.asked]);
  });

  it.each(filled)(
    '$name hands over everything that can be said',
    async form => {
      onCluster();
      api.steps.push({ ...aProposal(1), state: 'merged' });
      const secret = 'gho_secretsecretsecret';
      const events = await portal.run(templateOf(form), form.all, {
        USER_OAUTH_TOKEN: secret,
      });
      expect(events.at(-1)?.body).toMatchObject({
        message: 'Run completed with status: completed',
      });
      const [{ forgeToken, ...body }]: any[] = api.bodies(form.path);
      expect(body.request ?? body).toEqual(form.askedByAll);
      expect(forgeToken).toBe(secret);
      expect(JSON.stringify(events)).not.toContain(secret);
    },
  );

  it.each(filled)('$name links to what it made', async form => {
    const events = await portal.run(templateOf(form), form.least);
    const { links } = events.at(-1)?.body.output ?? {};
    expect(links.length).toBeGreaterThan(1);
    for (const { title, url } of links) {
      expect(title).toEqual(expect.any(String));
      expect(url).toMatch(/^(https:\/\/|\/gitops\?|\/create\/templates\/)/);
      expect(url).not.toMatch(/\$\{\{|undefined/);
    }
  });

  it.each(filled)('$name can be tried without an effect', async form => {
    const { log, output } = await portal.dryRun(templateOf(form), form.least);
    const lines = log.map(({ body }: any) => body.message).join('\n');
    expect(lines).not.toContain('does not support dry-run');
    expect(api.bodies('/proposals')).toEqual([]);
    expect(api.bodies('/repositories').every((body: any) => body.dryRun)).toBe(
      true,
    );
    // What was not made has no page to link to.
    for (const { url } of output.links ?? []) {
      expect(url).toMatch(/^\/gitops\?/);
    }
  });

  it('fails with a sentence where the change is refused', async () => {
    api.plan = { refused: 'production is frozen until Monday' };
    const events = await portal.run(templateOf(filled[0]), filled[0].least);
    api.plan = {};
    expect(events.at(-1)?.body.error?.message).toContain(
      'is refused: production is frozen until Monday',
    );
  });

  it('are completed by the scaffolder in the name of who asks', async () => {
    const token = mockCredentials.user.token('user:default/noor');
    expect(await portal.autocomplete('environments', token)).toEqual({
      results: [{ id: 'staging' }, { id: 'production' }],
    });
    await expect(
      portal.autocomplete('environments', 'gho_token'),
    ).rejects.toThrow('AuthenticationError');
  });
});
