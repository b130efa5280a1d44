import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  diagnosticSchema,
  policyResultSchema,
  proposedValueSchema,
  targetRefSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { makeRepository, TestRepository } from './testing/makeRepository';
import { runGitops } from './testing/runGitops';

const answerSchema = z.strictObject({
  commit: z.string(),
  files: z.array(z.strictObject({ path: z.string(), diff: z.string() })),
  rendered: z.array(
    z.strictObject({
      unit: z.string(),
      resource: z.string(),
      diff: z.string(),
    }),
  ),
  alsoAffects: z.array(targetRefSchema.strict()),
  values: z.array(proposedValueSchema.strict()).optional(),
  policies: z.array(policyResultSchema.strict()),
  diagnostics: z.array(diagnosticSchema.strict()),
});

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: payments }
spec:
  template:
    spec:
      containers:
        - name: payments
          image: acme/payments
          env: [{ name: DATABASE_PASSWORD, value: hunter2 }]
`;
const overlay = (tag: string) => `resources: [../base]
images:
  # moved by promotions
  - name: acme/payments
    newTag: "${tag}"
`;
const file = (environment: string) =>
  `apps/payments/${environment}/kustomization.yaml`;

let folder: string;
let repository: TestRepository;
let commits: string[];

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-proposals-'));
  repository = makeRepository(path.join(folder, 'config'));
  const commit = (subject: string, staging: string, production: string) =>
    repository.commit(
      {
        'apps/payments/base/deployment.yaml': deployment,
        'apps/payments/base/kustomization.yaml': 'resources: [deployment.yaml]',
        [file('staging')]: overlay(staging),
        [file('production')]: overlay(production),
      },
      subject,
    );
  commits = [
    commit('Add payments', 'v1', 'v1'),
    commit('Promote v2 (#2)', 'v2', 'v2'),
    commit('Deploy v3 to staging (#3)', 'v3', 'v2'),
  ];
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

async function propose(...args: string[]) {
  const run = await runGitops(args, {
    cwd: folder,
    cache: path.join(folder, 'cache'),
  });
  if (run.stdout === '') throw new Error(run.stderr);
  return { ...answerSchema.parse(JSON.parse(run.stdout)), code: run.code };
}

const production = ['--service', 'payments', '--environment', 'production'];

describe('gitops promote', () => {
  it('prints the edit, and what the cluster would get', async () => {
    const answer = await propose(
      ...['promote', 'config', '--service', 'payments'],
      ...['--from', 'staging', '--to', 'production', '--dry-run', '--json'],
    );
    expect(answer).toMatchObject({
      code: 0,
      commit: commits[2],
      alsoAffects: [],
      diagnostics: [],
    });
    expect(answer.files).toEqual([
      {
        path: file('production'),
        diff: [
          `--- a/${file('production')}`,
          `+++ b/${file('production')}`,
          '@@ -2,4 +2,4 @@',
          ' images:',
          '   # moved by promotions',
          '   - name: acme/payments',
          '-    newTag: "v2"',
          '+    newTag: "v3"',
          '',
        ].join('\n'),
      },
    ]);
    const [rendered] = answer.rendered;
    expect(answer.rendered).toHaveLength(1);
    expect(rendered.resource).toBe('apps/Deployment/_/payments');
    expect(rendered.diff.match(/^[-+] .*/gm)).toEqual([
      expect.stringMatching(/- .*image: acme\/payments:v2/),
      expect.stringMatching(/\+ .*image: acme\/payments:v3/),
    ]);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('is judged by policies, which may refuse it', async () => {
    fs.mkdirSync(path.join(folder, 'policies'), { recursive: true });
    fs.writeFileSync(
      path.join(folder, 'policies/images.yaml'),
      JSON.stringify([
        {
          type: 'cel',
          name: 'no-v3',
          expression:
            'object.spec.template.spec.containers.all(c, !c.image.endsWith(":v3"))',
          message: 'v3 is withdrawn',
          match: { kinds: ['Deployment'], environments: ['production'] },
        },
      ]),
    );
    const answer = await propose(
      ...['promote', 'config', '--service', 'payments', '--from', 'staging'],
      ...[
        '--to',
        'production',
        '--policies',
        'policies',
        '--dry-run',
        '--json',
      ],
    );
    expect(answer).toMatchObject({
      code: 1,
      policies: [
        {
          policy: 'no-v3',
          level: 'deny',
          resource: 'apps/Deployment/_/payments',
          message: 'v3 is withdrawn',
        },
      ],
    });
    const lint = await runGitops(
      ['lint', 'config', '--policies', 'policies', '--json'],
      { cwd: folder, cache: path.join(folder, 'cache') },
    );
    expect(JSON.parse(lint.stdout)).toMatchObject({ policies: [] });
    expect(lint.code).toBe(0);
  });

  it('opens nothing', async () => {
    const run = await runGitops(
      [
        'promote',
        'config',
        '--service',
        'payments',
        '--from',
        'staging',
      ].concat(['--to', 'production']),
      { cwd: folder, cache: path.join(folder, 'cache') },
    );
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('--dry-run');
  });
});

describe('gitops rollback', () => {
  it.each([
    ['a version', () => 'v1'],
    ['a commit', () => commits[0].slice(0, 10)],
  ])('goes back to %s', async (_, to) => {
    const answer = await propose(
      ...['rollback', 'config', ...production, '--to', to()],
      ...['--dry-run', '--json'],
    );
    expect(answer.code).toBe(0);
    expect(answer.files).toHaveLength(1);
    expect(answer.files[0].diff).toContain(
      '-    newTag: "v2"\n+    newTag: "v1"',
    );
  });

  it('undoes the change of a commit whole', async () => {
    const answer = await propose(
      ...['rollback', 'config', ...production, '--to', commits[1]],
      ...['--revert', '--dry-run', '--json'],
    );
    // Staging went on since, in the same line.
    expect(answer).toMatchObject({
      code: 1,
      files: [],
      diagnostics: [
        { level: 'error', code: 'proposal-conflict', file: file('staging') },
      ],
    });
  });

  it('names what there is to go back to', async () => {
    const run = await runGitops(
      ['rollback', 'config', ...production, '--to', 'v9', '--dry-run'],
      { cwd: folder, cache: path.join(folder, 'cache') },
    );
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(
      "no change went to 'v9'; the newest went to v2, v1",
    );
  });
});
