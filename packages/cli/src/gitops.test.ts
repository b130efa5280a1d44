import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  changeSchema,
  diagnosticSchema,
  policyResultSchema,
  targetRefSchema,
  targetSchema,
  unitSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { makeRepository, TestRepository } from './testing/makeRepository';
import { Finished, runGitops } from './testing/runGitops';

jest.setTimeout(60_000);

const targetsAnswer = z.strictObject({
  repository: z.string(),
  revisions: z.record(z.string(), z.string()),
  units: z.array(unitSchema.strict()),
  targets: z.array(targetSchema.strict()),
  diagnostics: z.array(diagnosticSchema.strict()),
});
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

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: payments }
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: payments
          image: acme/payments
          env: [{ name: DATABASE_PASSWORD, value: hunter2 }]
`;

const overlay = (tag: string, replicas: number) => `namespace: payments
resources: [../../base]
images:
  - name: acme/payments
    newTag: ${tag}
replicas: [{ name: payments, count: ${replicas} }]
`;

const stagingFile = 'apps/payments/overlays/staging/kustomization.yaml';
const productionFile = 'apps/payments/overlays/production/kustomization.yaml';

let folder: string;
let repository: TestRepository;
let commits: string[];

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-cli-'));
  repository = makeRepository(path.join(folder, 'platform-config'));
  commits = [
    repository.commit(
      {
        'apps/payments/base/deployment.yaml': deployment,
        'apps/payments/base/kustomization.yaml': 'resources: [deployment.yaml]',
        [stagingFile]: overlay('v41', 1),
        [productionFile]: overlay('v41', 3),
      },
      'Add payments',
    ),
    repository.commit(
      { [stagingFile]: overlay('v42', 1) },
      'Deploy payments v42 to staging (#7)',
    ),
    repository.commit(
      { [stagingFile]: overlay('v43', 1) },
      'Deploy \u001b[31mpayments v43 to staging (#8)',
    ),
  ];
  // The first start may bundle the program, which it tells.
  await gitops('--help');
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function gitops(...args: string[]): Promise<Finished> {
  return runGitops(args, { cwd: folder, cache: path.join(folder, 'cache') });
}

async function answer<T extends z.ZodType>(
  schema: T,
  ...args: string[]
): Promise<z.output<T>> {
  const { code, stdout, stderr } = await gitops(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return schema.parse(JSON.parse(stdout));
}

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

describe('gitops, used wrongly', () => {
  it.each<[string, string[], RegExp]>([
    ['an unknown command', ['targts', '.'], /no command 'targts'/],
    ['no repository', ['targets'], /name a repository: a path or a URL/],
    ['two repositories', ['targets', 'a', 'b'], /one repository at a time/],
    [
      'an unknown option',
      ['targets', '.', '--servce', 'x'],
      /unknown option '--servce'/,
    ],
    [
      'an option without its value',
      ['targets', '.', '--service'],
      /'--service <value>' argument missing/,
    ],
    [
      'a required option that is missing',
      ['history', 'platform-config', '--service', 'payments'],
      /--environment E is missing/,
    ],
    [
      'a limit that is none',
      [
        ...['history', 'platform-config', '--service', 'payments'],
        ...['--environment', 'staging', '--limit', '10001'],
      ],
      /--limit must be a whole number from 1 to 10000/,
    ],
    ['a path that is not there', ['targets', 'nowhere'], /there is no folder/],
    [
      'a folder that is no repository',
      ['targets', 'empty'],
      /not a Git repository/i,
    ],
    ['a file', ['targets', 'file'], /is a file, not a Git repository/],
    [
      'a URL with a password',
      ['targets', 'https://robot:hunter2@git.example.com/x'],
      /holds credentials/,
    ],
    [
      'a URL that runs a program',
      ['targets', 'ext::sh -c "touch owned"'],
      /runs a program/,
    ],
    [
      'an unreachable URL',
      ['targets', 'http://127.0.0.1:1/acme/config.git'],
      /127\.0\.0\.1/,
    ],
    [
      'an unknown commit',
      ['targets', 'platform-config', '--ref', 'no-such-branch'],
      /no-such-branch/,
    ],
    [
      'a ref that git would take for an option',
      ['targets', 'platform-config', '--ref=--output=owned'],
      /--output=owned/,
    ],
    [
      'an unknown service, and which are near',
      ['targets', 'platform-config', '--service', 'payment'],
      /no service 'payment'; there is payments/,
    ],
    [
      'an unknown environment, and which there are',
      [
        ...['history', 'platform-config', '--service', 'payments'],
        ...['--environment', 'prod'],
      ],
      /no environment 'prod'; there are production, staging/,
    ],
    [
      'an unknown cluster',
      ['targets', 'platform-config', '--cluster', 'eu1'],
      /no cluster 'eu1'; the repository declares none/,
    ],
    [
      'a directory that is not there',
      ['render', 'platform-config', '--path', 'nowhere'],
      /there is no directory 'nowhere'/,
    ],
    [
      'a directory outside',
      ['render', 'platform-config', '--path', '../..'],
      /there is no directory '\.\.\/\.\.'/,
    ],
    [
      'a configuration that is not there',
      ['targets', 'platform-config', '--config', 'nowhere.yaml'],
      /nowhere\.yaml can't be read/,
    ],
  ])('refuses %s with one clear line', async (_, args, message) => {
    fs.mkdirSync(path.join(folder, 'empty'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'file'), '');
    const { code, stdout, stderr } = await gitops(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('hunter2');
    expect(fs.existsSync(path.join(folder, 'owned'))).toBe(false);
  });

  it('says where the cache can be put when it cannot be written', async () => {
    fs.writeFileSync(path.join(folder, 'no-folder'), '');
    const { code, stderr } = await runGitops(['targets', 'platform-config'], {
      cwd: folder,
      cache: path.join(folder, 'no-folder'),
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/can't be written.*XDG_CACHE_HOME/);
  });

  it('prints help without touching anything', async () => {
    expect(await gitops('--help')).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = await gitops('history', '--help');
    expect(stdout).toMatch(
      /Usage: gitops history REPO --service S --environment E/,
    );
    expect((await gitops()).code).toBe(2);
  });
});
