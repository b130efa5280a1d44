import { ConfigReader } from '@backstage/config';
import {
  CheckedConfigRepositoryRequest,
  CheckedProposalRequest,
  configRepositoryRequestSchema,
  proposalRequestSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { parse, parseAllDocuments } from 'yaml';
import { readGitopsConfig } from '../../config/readGitopsConfig';
import { readPolicies } from '../../config/readPolicies';
import { discover } from '../../discovery/discover';
import { DiscoveryInput } from '../../discovery/model';
import { fileTreeOf } from '../../discovery/testing/fileTreeOf';
import { openPolicy } from '../../policy';
import { EditPlan } from '../model';
import { judgeUnits } from '../../repository/judgeUnits';
import { createTestRenderer } from '../../repository/testing/renderFiles';
import { NewConfigRepository } from './model';
import { planAddEnvironment } from './planAddEnvironment';
import { planAddService } from './planAddService';
import { planConfigRepository } from './planConfigRepository';
import { planRetireService } from './planRetireService';
import { AddServiceRequest } from './requests';
import { errorsOf, requestOf } from './testing/scaffoldFixtures';

const repository: NewConfigRepository = {
  forge: 'github',
  url: 'https://forge.quillmoor.example/quillmoor/platform-config.git',
  name: 'platform-config',
  description: 'What runs at Quillmoor',
};

const request = (more: object = {}): CheckedConfigRepositoryRequest =>
  configRepositoryRequestSchema.parse({
    layout: 'kustomize',
    engine: 'argocd',
    environments: [
      { name: 'development' },
      { name: 'staging' },
      { name: 'production', protected: true },
    ],
    codeOwners: ['@quillmoor/platform'],
    ...more,
  });

const combinations = (
  [
    ['kustomize', 'argocd'],
    ['kustomize', 'flux'],
    ['kustomize', 'builtin'],
    ['helmRelease', 'flux'],
    ['helmValues', 'argocd'],
    ['helmValues', 'flux'],
    ['helmValues', 'builtin'],
  ] as const
).flatMap(([layout, engine]) =>
  (
    [
      ['own clusters', undefined, undefined],
      ['several clusters', ['eu-1'], ['eu-1', 'us-1']],
    ] as const
  )
    .filter(
      ([, , production]) =>
        layout !== 'helmValues' || engine !== 'builtin' || !production,
    )
    .map(
      ([name, staging, production]) =>
        [
          `${layout} for ${engine} on ${name}`,
          request({
            layout,
            engine,
            environments: [
              { name: 'development' },
              { name: 'staging', clusters: staging },
              { name: 'production', clusters: production, protected: true },
            ],
          }),
        ] as const,
    ),
);

type Files = Readonly<Record<string, string>>;

function filesOf(of: CheckedConfigRepositoryRequest, at = repository): Files {
  return Object.fromEntries(
    planConfigRepository(of, at).map(({ path, content }) => [path, content]),
  );
}

function configOf(files: Files): ConfigReader {
  const { gitops } = parse(files['gitops.yaml']);
  return new ConfigReader({ gitops });
}

function inputOf(files: Files): DiscoveryInput {
  return {
    repository: { id: 'platform-config', url: repository.url },
    branches: [{ name: 'main', tree: fileTreeOf(files) }],
    environments: readGitopsConfig(configOf(files)).environments,
    rules: [],
  };
}

const service = (more: object = {}): AddServiceRequest => {
  const checked: CheckedProposalRequest = proposalRequestSchema.parse({
    kind: 'addService',
    repository: 'platform-config',
    service: 'payments',
    image: { name: 'registry.quillmoor.example/shop/payments', version: 'v42' },
    port: 8080,
    ...more,
  });
  if (checked.kind !== 'addService') throw new Error('no new service');
  return checked;
};

function applied(files: Files, plan: EditPlan): Files {
  const texts = new Map(Object.entries(files));
  for (const { path, after } of plan.files) {
    if (after === undefined) texts.delete(path);
    else texts.set(path, after);
  }
  return Object.fromEntries(texts);
}

const loud = (diagnostics: readonly { readonly level: string }[]) =>
  diagnostics.filter(({ level }) => level !== 'info');

/** What every policy of `gitops.yaml` says of every unit, rendered for real. */
async function lint(files: Files) {
  const input = inputOf(files);
  const discovery = discover(input);
  const policies = await Promise.all(
    readPolicies(configOf(files)).map(each =>
      openPolicy(each, async () => new Uint8Array()),
    ),
  );
  const [{ tree }] = input.branches;
  const judged = await judgeUnits({
    ...discovery,
    repository: {
      discover: async () => ({
        ...discovery,
        revisions: { main: tree.revision },
      }),
      tree: async () => tree,
    },
    renderer: await createTestRenderer(),
    policies,
    now: new Date('2026-11-20T10:00:00Z'),
  });
  return { discovery, judged };
}

describe.each(combinations)('a repository of %s', (_, of) => {
  const files = filesOf(of);

  it('is YAML throughout, and discovered without complaint', () => {
    for (const [path, content] of Object.entries(files)) {
      if (!/\.ya?ml$/.test(path) || path.includes('/templates/')) continue;
      for (const document of parseAllDocuments(content)) {
        expect([path, document.errors]).toEqual([path, []]);
      }
    }
    const { diagnostics, targets } = discover(inputOf(files));
    expect(loud(diagnostics)).toEqual([]);
    expect(targets).toEqual([]);
  });

  it('takes a service, which renders, and passes its own policies', async () => {
    const first = planAddService(
      inputOf(files),
      discover(inputOf(files)),
      service(),
    );
    expect(first.diagnostics).toEqual([]);
    const one = applied(files, first);
    const plan = planAddService(
      inputOf(one),
      discover(inputOf(one)),
      service({
        service: 'ledger',
        namespace: 'payments',
        image: { name: 'quillmoor/ledger', version: '1.10' },
        port: undefined,
      }),
    );
    expect(plan.diagnostics).toEqual([]);
    const { discovery, judged } = await lint(applied(one, plan));
    expect(loud(discovery.diagnostics)).toEqual([]);
    expect(judged.policies).toEqual([]);
    expect(loud(judged.diagnostics)).toEqual([]);
    const places = of.environments.reduce(
      (sum, { clusters }) => sum + (clusters?.length ?? 1),
      0,
    );
    expect(discovery.targets).toHaveLength(2 * places);
    expect(discovery.environments.map(({ name }) => name)).toEqual(
      of.environments.map(({ name }) => name),
    );
  });

  it('takes an environment, with services and without, and gives them up again', async () => {
    const clusters = of.layout === 'helmValues' && of.engine === 'builtin';
    const like = of.environments.at(-1)?.name ?? '';
    const named = of.environments.at(-1)?.clusters !== undefined && !clusters;
    const addition = requestOf({
      kind: 'addEnvironment',
      repository: 'platform-config',
      environment: 'canary',
      like,
      ...(named && { cluster: 'eu-9' }),
    });
    const bare = planAddEnvironment(
      inputOf(files),
      discover(inputOf(files)),
      addition,
    );
    expect(errorsOf(bare)).toEqual([]);
    expect(loud(discover(inputOf(applied(files, bare))).diagnostics)).toEqual(
      [],
    );
    const first = planAddService(
      inputOf(files),
      discover(inputOf(files)),
      service(),
    );
    const one = applied(files, first);
    const plan = planAddEnvironment(
      inputOf(one),
      discover(inputOf(one)),
      addition,
    );
    expect(errorsOf(plan)).toEqual([]);
    const grown = applied(one, plan);
    const { discovery, judged } = await lint(grown);
    expect(loud(discovery.diagnostics)).toEqual([]);
    expect(judged.policies).toEqual([]);
    const canaries = discovery.targets.filter(
      ({ environment }) => environment === 'canary',
    );
    expect(canaries).toHaveLength(1);
    const second = planAddService(
      inputOf(grown),
      discover(inputOf(grown)),
      service({ service: 'ledger', environments: ['canary'] }),
    );
    expect(errorsOf(second)).toEqual([]);
    const retired = planRetireService(
      inputOf(one),
      discover(inputOf(one)),
      requestOf({
        kind: 'retireService',
        targets: discover(inputOf(one)).targets.map(({ id }) => id),
      }),
    );
    expect(errorsOf(retired)).toEqual([]);
    expect(applied(one, retired)).toEqual(files);
  });

  it('keeps a namespace that another service still needs', () => {
    const first = planAddService(
      inputOf(files),
      discover(inputOf(files)),
      service(),
    );
    const one = applied(files, first);
    const guest = planAddService(
      inputOf(one),
      discover(inputOf(one)),
      service({ service: 'ledger', namespace: 'payments' }),
    );
    const both = applied(one, guest);
    const { targets } = discover(inputOf(both));
    const retired = planRetireService(
      inputOf(both),
      discover(inputOf(both)),
      requestOf({
        kind: 'retireService',
        targets: targets
          .filter(each => each.service === 'payments')
          .map(({ id }) => id),
      }),
    );
    const declares = Object.keys(both).some(path =>
      path.endsWith('payments/base/namespace.yaml'),
    );
    expect(errorsOf(retired).some(text => text.includes('would go with'))).toBe(
      declares,
    );
  });
});

describe('a repository that can not be', () => {
  it.each<[object, RegExp]>([
    [{ layout: 'helmRelease', engine: 'argocd' }, /choose the engine flux/],
    [{ layout: 'helmRelease', engine: 'builtin' }, /or the layout helmValues/],
    [
      {
        layout: 'helmValues',
        engine: 'builtin',
        environments: [{ name: 'production', clusters: ['eu-1'] }],
      },
      /choose the layout kustomize/,
    ],
    [
      { environments: [{ name: 'dev' }, { name: 'dev' }] },
      /give one another name/,
    ],
    [{ environments: [{ name: 'base' }] }, /choose another name/],
  ])('is refused with the remedy: %j', (more, message) => {
    expect(() => planConfigRepository(request(more), repository)).toThrow(
      message,
    );
  });

  const hostile = [
    '../x',
    'a\nb: c',
    '${{ secrets.TOKEN }}',
    'x" # ',
    '@a\n* @evil',
    '-x',
    '',
  ];

  it.each(hostile)('is refused for the word %j, wherever it stands', word => {
    const made = request();
    const [first, ...others] = made.environments;
    for (const of of [
      { ...made, codeOwners: [word] },
      { ...made, environments: [{ ...first, name: word }, ...others] },
      { ...made, environments: [{ ...first, clusters: [word] }, ...others] },
    ]) {
      expect(() => planConfigRepository(of, repository)).toThrow(/is no/);
    }
    for (const at of [
      { ...repository, name: word },
      { ...repository, url: word },
      { ...repository, defaultBranch: word },
    ]) {
      expect(() => planConfigRepository(made, at)).toThrow(/can be written/);
    }
  });

  it('keeps a description inside its line of the page', () => {
    const description =
      'Nice\n\n# Not a heading <script>x</script> [a](b) ${{ x }}';
    const readme = filesOf(request(), { ...repository, description })[
      'README.md'
    ];
    expect(readme.split('\n').filter(line => /^# /.test(line))).toEqual([
      '# platform\\-config',
    ]);
    expect(readme).toContain('\\<script\\>');
    expect(readme).not.toMatch(/\$\{\{|\]\(/);
  });
});

it('lets environments share a cluster, each in namespaces of its own', async () => {
  for (const engine of ['argocd', 'flux', 'builtin'] as const) {
    const files = filesOf(
      request({
        engine,
        environments: [
          { name: 'staging', clusters: ['shared'] },
          { name: 'production', clusters: ['shared'], protected: true },
        ],
      }),
    );
    const plan = planAddService(
      inputOf(files),
      discover(inputOf(files)),
      service(),
    );
    expect(plan.diagnostics).toEqual([]);
    const { judged } = await lint(applied(files, plan));
    expect(judged.policies).toEqual([]);
    expect(
      plan.after.targets.map(({ environment, cluster, namespace }) => [
        environment,
        cluster,
        namespace,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['staging', 'shared', 'payments-staging'],
        ['production', 'shared', 'payments-production'],
      ]),
    );
  }
});

it('writes the CI of the forge, each with one lint of the whole', () => {
  const pathOf = { github: '.github/', gitlab: '.gitlab-ci', gitea: '.gitea/' };
  for (const forge of ['github', 'gitlab', 'gitea'] as const) {
    const files = filesOf(request(), { ...repository, forge });
    const [path] = Object.keys(files).filter(name =>
      name.startsWith(pathOf[forge]),
    );
    expect(files[path]).toContain('lint . --ref HEAD --config gitops.yaml');
  }
});

it('leaves the CI of another forge to people, and tells the command', () => {
  const files = filesOf(request(), { ...repository, forge: 'azure-devops' });
  expect(Object.keys(files).filter(name => name.startsWith('.'))).toEqual([]);
  expect(files['README.md']).toContain(
    `Have your CI lint every change: what can't be read`,
  );
  expect(files['README.md']).toContain('lint . --ref HEAD');
});
