import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { planConfigRepository } from '@backstage-gitops/plugin-gitops-node';
import {
  configRepositoryRequestSchema,
  policyResultSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { parse } from 'yaml';
import { z } from 'zod';
import { makeRepository, TestRepository } from './testing/makeRepository';

// eslint-disable-next-line no-restricted-syntax -- tests are not bundled
const packages = path.resolve(__dirname, '../../..');
const pack = path.join(packages, 'packages/cli/bin/packNpm');

const workflowSchema = z.object({
  jobs: z.object({
    lint: z.object({
      steps: z.array(z.object({ run: z.string().optional() })),
    }),
  }),
});

const answerSchema = z.object({
  policies: z.array(policyResultSchema),
  diagnostics: z.array(
    z.object({ level: z.string(), code: z.string(), message: z.string() }),
  ),
});

let folder: string;
let config: TestRepository;
let program: string;

/** The files of a new repository, by path. */
function scaffolded(): Record<string, string> {
  const files = planConfigRepository(
    configRepositoryRequestSchema.parse({
      layout: 'kustomize',
      engine: 'argocd',
      environments: [
        { name: 'staging' },
        { name: 'production', protected: true },
      ],
    }),
    {
      forge: 'github',
      url: 'https://forge.quillmoor.example/quillmoor/config.git',
      name: 'config',
    },
  );
  return Object.fromEntries(files.map(each => [each.path, each.content]));
}

const kustomization = (
  tag: string,
) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: web
resources:
  - deployment.yaml
images:
  - name: quillmoor/web
    newTag: ${tag}
`;

const deployment = (more = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: quillmoor/web
          resources: { limits: { memory: 64Mi } }
${more}`;

const service = (tag: string, more = '') => ({
  'services/web/production/kustomization.yaml': kustomization(tag),
  'services/web/production/deployment.yaml': deployment(more),
});

/** As CI does it: a shallow clone at no branch, and the file's own command. */
function runWorkflow(...more: readonly string[]) {
  const checkout = fs.mkdtempSync(path.join(folder, 'checkout-'));
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: checkout, stdio: 'ignore' });
  git('clone', '--depth=1', `file://${config.directory}`, '.');
  git('checkout', '--detach');
  const file = path.join(checkout, '.github/workflows/gitops.yaml');
  const { jobs } = workflowSchema.parse(parse(fs.readFileSync(file, 'utf8')));
  const command = jobs.lint.steps.find(({ run }) => run !== undefined)?.run;
  const [npx, yes, name, ...args] = (command ?? '').split(' ');
  expect([npx, yes, name]).toEqual([
    'npx',
    '--yes',
    '@backstage-gitops/cli@0.1.0',
  ]);
  const { status, stdout } = spawnSync(
    process.execPath,
    [program, ...args, ...more],
    {
      cwd: checkout,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        XDG_CACHE_HOME: path.join(folder, 'cache'),
        // What npm would install beside it.
        NODE_PATH: path.join(packages, 'node_modules'),
      },
    },
  );
  return { status, stdout };
}

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-lint-'));
  const archive = execFileSync(process.execPath, [pack, folder], {
    encoding: 'utf8',
  }).trim();
  execFileSync('tar', ['xzf', archive, '-C', folder]);
  program = path.join(folder, 'package/gitops');
  config = makeRepository(path.join(folder, 'config'));
  config.commit(scaffolded(), 'Start');
});

afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('gitops lint, as the CI of a new repository runs it', () => {
  it('passes before anything runs, and with what follows the policies', () => {
    expect(runWorkflow()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(
        '0 targets in 1 unit, 5 policies: 0 denials, 0 errors, 0 warnings',
      ),
    });
    config.commit(service('v1'), 'Add web');
    expect(runWorkflow()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('1 target in 2 units'),
    });
  });

  it('fails with the place of what is wrong', () => {
    config.commit(service('latest', '          imagePolicy: Always\n'), 'Slip');
    const { status, stdout } = runWorkflow();
    expect(status).toBe(1);
    const rows = stdout.split('\n').map(line => line.replace(/ {2,}/g, ' | '));
    expect(rows).toContain(
      'deny | kubernetes-schema | services/web/production/deployment.yaml:15 | apps/Deployment/web/web: spec.template.spec.containers[name=web].imagePolicy is no field that is known there',
    );
    expect(rows).toContain(
      'deny | pinned-images | services/web/production/deployment.yaml:4 | apps/Deployment/web/web: an image needs a version of its own, and latest is none',
    );
    expect(rows.at(-2)).toBe(
      '1 target in 2 units, 5 policies: 2 denials, 0 errors, 0 warnings',
    );
  });

  it('says the same as JSON', () => {
    const { stdout } = runWorkflow('--json');
    const { policies } = answerSchema.parse(JSON.parse(stdout));
    expect(policies).toContainEqual({
      policy: 'kubernetes-schema',
      level: 'deny',
      resource: 'apps/Deployment/web/web',
      field: 'spec.template.spec.containers[name=web].imagePolicy',
      message: expect.any(String),
      file: 'services/web/production/deployment.yaml',
      line: 15,
    });
  });
});
