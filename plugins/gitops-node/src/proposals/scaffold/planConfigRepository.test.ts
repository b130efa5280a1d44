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
import { planAddService } from './planAddService';
import { planConfigRepository } from './planConfigRepository';
import { AddServiceRequest } from './requests';

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
  return plan.files.reduce<Record<string, string>>(
    (all, { path, after }) => ({ ...all, [path]: after ?? '' }),
    { ...files },
  );
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
});
