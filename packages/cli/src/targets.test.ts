import fs from 'node:fs';
import path from 'node:path';
import {
  diagnosticSchema,
  targetSchema,
  unitSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { makeRepository } from './testing/makeRepository';
import {
  deployment,
  makePayments,
  productionFile,
  stagingFile,
} from './testing/makePayments';
import { runGitops } from './testing/runGitops';

const targetsAnswer = z.strictObject({
  repository: z.string(),
  revisions: z.record(z.string(), z.string()),
  units: z.array(unitSchema.strict()),
  targets: z.array(targetSchema.strict()),
  diagnostics: z.array(diagnosticSchema.strict()),
});

const { answer, commits, folder, gitops, repository } = makePayments();

describe('gitops targets', () => {
  it('prints what is declared as one JSON object', async () => {
    const {
      repository: id,
      revisions,
      units,
      targets,
    } = await answer(targetsAnswer, 'targets', 'platform-config');
    expect(id).toBe('platform-config');
    expect(revisions).toEqual({ main: commits[2] });
    expect(units).toHaveLength(2);
    expect(
      targets.map(({ service, environment, artifacts }) => [
        service,
        environment,
        artifacts.map(({ version, file, line }) => [version, file, line]),
      ]),
    ).toEqual([
      ['payments', 'staging', [['v43', stagingFile, 5]]],
      ['payments', 'production', [['v41', productionFile, 5]]],
    ]);
  });

  it('prints a table for a person, versions whole', async () => {
    const { code, stdout } = await gitops('targets', 'platform-config');
    expect(code).toBe(0);
    const [header, first, second] = stdout.split('\n');
    expect(header).toMatch(/^SERVICE +ENVIRONMENT +CLUSTER +ARTIFACT +VERSION/);
    expect(first).toMatch(/^payments +staging +- +image acme\/payments +v43 /);
    expect(second.indexOf('v41')).toBe(first.indexOf('v43'));
  });

  it('works from any folder, by relative and absolute path and URL', async () => {
    const { directory } = repository;
    const inside = path.join(directory, 'apps');
    for (const [cwd, named] of [
      [directory, '.'],
      [inside, '..'],
      ['/', directory],
      ['/', `file://${directory}`],
    ]) {
      const { code, stdout } = await runGitops(['targets', named, '--json'], {
        cwd,
        cache: path.join(folder, 'cache'),
      });
      expect({ named, code }).toEqual({ named, code: 0 });
      expect(targetsAnswer.parse(JSON.parse(stdout)).repository).toBe(
        'platform-config',
      );
    }
  });

  it('calls a clone what it was cloned from', async () => {
    const clone = makeRepository(path.join(folder, 'some-folder'));
    clone.git(
      ...['remote', 'add', 'origin'],
      'https://robot:hunter2@git.example.com/acme/cloned-config.git',
    );
    clone.commit(
      {
        'argocd/payments.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: payments }
spec:
  source:
    repoURL: https://git.example.com/acme/cloned-config
    path: payments
    targetRevision: HEAD
`,
        'payments/deployment.yaml': deployment,
      },
      'Add payments',
    );
    const { stdout } = await gitops('targets', 'some-folder', '--json');
    const { repository: id, targets } = targetsAnswer.parse(JSON.parse(stdout));
    expect(id).toBe('cloned-config');
    expect(targets.map(({ artifacts }) => artifacts[0].name)).toEqual([
      'acme/payments',
    ]);
    expect(stdout).not.toContain('hunter2');
  });

  it('reads any commit-ish', async () => {
    for (const ref of [commits[0], 'main~2', commits[0].slice(0, 10)]) {
      const { targets } = await answer(
        targetsAnswer,
        ...['targets', 'platform-config', '--ref', ref],
        ...['--environment', 'staging'],
      );
      expect(targets[0].artifacts[0].version).toBe('v41');
    }
  });

  it('narrows by service, environment and cluster', async () => {
    const { targets, units } = await answer(
      targetsAnswer,
      ...['targets', 'platform-config', '--service', 'payments'],
      ...['--environment', 'production'],
    );
    expect(targets.map(({ environment }) => environment)).toEqual([
      'production',
    ]);
    expect(units).toHaveLength(1);
  });

  it('writes nothing into the repository', async () => {
    const before = repository.git('count-objects', '-v');
    const files = fs.readdirSync(path.join(repository.directory, '.git'));
    await gitops('targets', 'platform-config');
    expect(repository.git('count-objects', '-v')).toBe(before);
    expect(fs.readdirSync(path.join(repository.directory, '.git'))).toEqual(
      files,
    );
  });
});

describe('gitops targets --config', () => {
  const config = (text: string) => {
    const file = path.join(folder, 'gitops.yaml');
    fs.writeFileSync(file, text);
    return ['--config', 'gitops.yaml'];
  };

  it('takes the only entry, and understands aliases of environments', async () => {
    const { repository: id, targets } = await answer(
      targetsAnswer,
      ...['targets', 'platform-config', '--environment', 'live'],
      ...config(`gitops:
  repositories: [{ id: platform, url: https://git.example.com/acme/config }]
  environments: [{ name: staging, promotesTo: [production] }, { name: production, aliases: [live] }]
`),
    );
    expect(id).toBe('platform');
    expect(targets.map(({ environment }) => environment)).toEqual([
      'production',
    ]);
  });

  it('takes the entry whose url is the repository', async () => {
    const { repository: id } = await answer(
      targetsAnswer,
      ...['targets', 'platform-config'],
      ...config(`gitops:
  repositories:
    - { id: other, url: https://git.example.com/acme/other }
    - { id: mine, url: ${repository.directory} }
`),
    );
    expect(id).toBe('mine');
  });

  it.each([
    [
      'several entries of which none fits',
      'gitops: { repositories: [{ url: https://a.example/x }, { url: https://a.example/y }] }',
      /none with this url/,
    ],
    ['no section', 'other: {}', /has no `gitops:` section/],
    ['no YAML', 'gitops: [', /can't be read/],
    [
      'a mistake in it',
      'gitops: { repositories: [{ url: https://robot:hunter2@a.example/x }] }',
      /url holds credentials/,
    ],
  ])('refuses %s', async (_, text, message) => {
    const { code, stdout, stderr } = await gitops(
      ...['targets', 'platform-config'],
      ...config(text),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('hunter2');
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('refuses --ref where each environment is a branch', async () => {
    const { code, stderr } = await gitops(
      ...['targets', 'platform-config', '--ref', 'main'],
      ...config(
        'gitops: { repositories: [{ url: https://a.example/x, branches: { staging: main } }] }',
      ),
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/--ref names one commit/);
  });
});
