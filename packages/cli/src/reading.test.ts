import {
  changeSchema,
  diagnosticSchema,
  policyResultSchema,
  targetRefSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { makePayments } from './testing/makePayments';

const historyAnswer = z.strictObject({
  targets: z.array(targetRefSchema.strict()),
  changes: z.array(changeSchema.strict()),
  nextCursor: z.string().optional(),
});
const lintAnswer = z.strictObject({
  diagnostics: z.array(diagnosticSchema.strict()),
  policies: z.array(policyResultSchema.strict()),
});
const renderAnswer = z.strictObject({
  resources: z.array(z.record(z.string(), z.unknown())),
  diagnostics: z.array(diagnosticSchema.strict()),
});
const diffAnswer = z.strictObject({
  service: z.string(),
  from: z.string(),
  to: z.string(),
  artifacts: z.array(
    z.strictObject({
      kind: z.string(),
      name: z.string(),
      from: z.string().optional(),
      to: z.string().optional(),
    }),
  ),
  resources: z.array(
    z.strictObject({
      id: z.string(),
      differences: z.array(
        z.strictObject({
          field: z.string(),
          from: z.unknown().optional(),
          to: z.unknown().optional(),
        }),
      ),
    }),
  ),
  behind: z.array(changeSchema.strict()),
});

const { answer, commits, gitops, repository } = makePayments();

describe('gitops history', () => {
  it('prints what moved a service, newest first, page by page', async () => {
    const ask = (...more: string[]) =>
      answer(
        historyAnswer,
        ...['history', 'platform-config', '--service', 'payments'],
        ...['--environment', 'staging', ...more],
      );
    const { changes, targets } = await ask();
    expect(targets).toMatchObject([{ service: 'payments' }]);
    expect(
      changes.map(({ commit, pullRequest, artifacts }) => [
        commit,
        pullRequest?.number,
        artifacts.map(({ from, to }) => [from, to]),
      ]),
    ).toEqual([
      [commits[2], 8, [['v42', 'v43']]],
      [commits[1], 7, [['v41', 'v42']]],
      [commits[0], undefined, [[undefined, 'v41']]],
    ]);
    const first = await ask('--limit', '2');
    expect(first.changes.map(({ commit }) => commit)).toEqual([
      commits[2],
      commits[1],
    ]);
    const rest = await ask('--limit', '2', '--cursor', first.nextCursor ?? '-');
    expect(rest.changes.map(({ commit }) => commit)).toEqual([commits[0]]);
    expect(rest.nextCursor).toBeUndefined();
  });

  it('sees only what the given commit can reach', async () => {
    const { changes } = await answer(
      historyAnswer,
      ...['history', 'platform-config', '--service', 'payments'],
      ...['--environment', 'staging', '--ref', 'main~1'],
    );
    expect(changes.map(({ commit }) => commit)).toEqual([
      commits[1],
      commits[0],
    ]);
  });

  it('prints a table for a person', async () => {
    const { code, stdout } = await gitops(
      ...['history', 'platform-config', '--service', 'payments'],
      ...['--environment', 'staging'],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/v42 +v43 +#8 +Mara Lindqvist/);
  });
});

describe('gitops diff', () => {
  it('tells versions, rendered fields and missing changes', async () => {
    const { artifacts, resources, behind } = await answer(
      diffAnswer,
      ...['diff', 'platform-config', '--service', 'payments'],
      ...['--from', 'staging', '--to', 'production'],
    );
    expect(artifacts).toEqual([
      { kind: 'image', name: 'acme/payments', from: 'v43', to: 'v41' },
    ]);
    expect(behind.map(({ commit }) => commit)).toEqual([
      commits[2],
      commits[1],
    ]);
    expect(resources).toEqual([
      {
        id: 'apps/Deployment/payments/payments',
        differences: [
          { field: 'spec.replicas', from: 1, to: 3 },
          {
            field: 'spec.template.spec.containers[name=payments].image',
            from: 'acme/payments:v43',
            to: 'acme/payments:v41',
          },
        ],
      },
    ]);
  });
});

describe('gitops diff, for a person', () => {
  it('prints what is missing, without what would steer a terminal', async () => {
    const { stdout } = await gitops(
      ...['diff', 'platform-config', '--service', 'payments'],
      ...['--from', 'staging', '--to', 'production'],
    );
    expect(stdout).toMatch(/image acme\/payments +v43 +v41/);
    expect(stdout).toMatch(/#8 +Mara Lindqvist +Deploy .*payments v43/);
    expect(stdout).not.toContain('\u001b');
  });
});

describe('gitops render', () => {
  it('prints the objects of a directory, secrets masked', async () => {
    const { resources } = await answer(
      renderAnswer,
      ...['render', 'platform-config'],
      ...['--path', './apps/payments/overlays/production/'],
    );
    expect(resources).toMatchObject([
      { kind: 'Deployment', spec: { replicas: 3 } },
    ]);
    expect(JSON.stringify(resources)).toContain('acme/payments:v41');
    expect(JSON.stringify(resources)).not.toContain('hunter2');
  });

  it('prints YAML for a person', async () => {
    const { stdout } = await gitops(
      ...['render', 'platform-config', '--path', 'apps/payments/base'],
    );
    expect(stdout).toMatch(/^---\napiVersion: apps\/v1\nkind: Deployment\n/);
  });

  it('exits with 1 and the reason where it is indeterminate', async () => {
    repository.git('checkout', '--quiet', '-b', 'remote', 'main');
    repository.commit(
      {
        'remote/kustomization.yaml':
          'resources: ["https://git.example.com/acme/base?ref=v1"]',
      },
      'Take a base from elsewhere',
    );
    repository.git('checkout', '--quiet', 'main');
    const { code, stdout } = await gitops(
      ...['render', 'platform-config', '--path', 'remote'],
      ...['--ref', 'remote', '--json'],
    );
    expect(code).toBe(1);
    expect(renderAnswer.parse(JSON.parse(stdout))).toMatchObject({
      resources: [],
      diagnostics: [{ code: 'render-remote-base', line: 1 }],
    });
  });
});

describe('gitops lint', () => {
  it('exits with 0 where nothing is wrong', async () => {
    const { diagnostics } = await answer(lintAnswer, 'lint', 'platform-config');
    expect(diagnostics.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('gitops bench', () => {
  it('prints its figures', async () => {
    const figures = await answer(
      z.strictObject({
        commits: z.number(),
        targets: z.number(),
        indexMs: z.number(),
        gitLogMs: z.number(),
        ratio: z.number(),
        incrementalMs: z.number(),
        peakRssMb: z.number(),
      }),
      ...['bench', 'platform-config'],
    );
    expect(figures).toMatchObject({ commits: 3, targets: 2 });
  });
});
