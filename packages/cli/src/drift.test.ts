import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { runGitops } from './testing/runGitops';

const answerSchema = z.strictObject({
  inSync: z.boolean(),
  resources: z.array(
    z.strictObject({
      group: z.string(),
      kind: z.string(),
      namespace: z.string().optional(),
      name: z.string(),
      status: z.enum([
        'synced',
        'drifted',
        'missing',
        'orphaned',
        'indeterminate',
      ]),
      reason: z.string().optional(),
      differences: z.array(
        z.strictObject({
          field: z.string(),
          class: z.enum(['changed', 'missing', 'pendingRemoval', 'unmanaged']),
          declared: z.unknown().optional(),
          live: z.unknown().optional(),
          origin: z
            .strictObject({ file: z.string(), line: z.number() })
            .optional(),
          lastWrite: z
            .strictObject({
              manager: z.string(),
              operation: z.string(),
              time: z.string().optional(),
            })
            .optional(),
        }),
      ),
    }),
  ),
});

const editsSchema = z
  .array(
    z.object({
      op: z.enum(['add', 'replace', 'remove']),
      path: z.string(),
      value: z.unknown().optional(),
    }),
  )
  .default([]);

const pairsSchema = z.array(
  z.object({
    name: z.string(),
    declared: z.string(),
    live: z.string(),
    edit: z
      .object({ declared: editsSchema, live: editsSchema })
      .default({ declared: [], live: [] }),
    inSync: z.boolean(),
    differences: z
      .array(z.object({ field: z.string(), class: z.string() }))
      .optional(),
  }),
);

let folder: string;

/** A pair's side as the program is given it, its edits applied. */
function editedFile(source: string, edits: z.output<typeof editsSchema>) {
  const object = JSON.parse(fs.readFileSync(source, 'utf8'));
  for (const { op, path: pointer, value } of edits) {
    const keys = pointer.slice(1).split('/');
    const last = keys.pop() ?? '';
    const parent = keys.reduce((node, key) => node[key], object);
    if (op === 'remove') delete parent[last];
    else parent[last] = value;
  }
  const name = path.join(folder, `pair-${path.basename(source)}`);
  fs.writeFileSync(name, JSON.stringify(object));
  return name;
}

const declaredFile = `apiVersion: v1
kind: ConfigMap
metadata: { name: shop, namespace: bookshop }
data:
  language: en
---
apiVersion: v1
kind: List
items:
  - apiVersion: apps/v1
    kind: Deployment
    metadata: { name: shop, namespace: bookshop }
    spec:
      replicas: 3
      template:
        spec:
          volumes:
            - name: settings
              configMap: { name: shop, defaultMode: 0644 }
          containers:
            - name: shop
              env: [{ name: DATABASE_PASSWORD, value: hunter2 }]
`;

const configMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'shop',
    namespace: 'bookshop',
    annotations: {
      'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:bookshop/shop',
    },
  },
  data: { language: 'en' },
};

const deployment = (password: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'shop',
    namespace: 'bookshop',
    managedFields: [
      {
        manager: 'kubectl-edit',
        operation: 'Update',
        subresource: 'scale',
        time: '2026-11-21T10:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
    ],
  },
  spec: {
    replicas: password === 'hunter2' ? 3 : 5,
    template: {
      spec: {
        volumes: [
          { name: 'settings', configMap: { name: 'shop', defaultMode: 420 } },
        ],
        containers: [
          {
            name: 'shop',
            env: [{ name: 'DATABASE_PASSWORD', value: password }],
          },
        ],
      },
    },
  },
});

const orphan = {
  ...configMap,
  metadata: {
    ...configMap.metadata,
    name: 'old',
    annotations: {
      'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:bookshop/old',
    },
  },
};

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gitops-drift-'));
  const write = (name: string, content: unknown) =>
    fs.writeFileSync(
      path.join(folder, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
  write('declared.yaml', declaredFile);
  write('config-map.json', configMap);
  write('same.json', deployment('hunter2'));
  write('edited.json', deployment('hunter3'));
  write('orphan.json', orphan);
  write('broken.yaml', 'kind: Pod\nname: [');
  write('notes.yaml', 'text: no object');
  write('empty.yaml', '# nothing\n');
  write(
    'rules.yaml',
    'gitops: { drift: { ignore: [{ name: env, paths: ".spec.template.spec.containers[].env" }] } }',
  );
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

async function drift(...args: string[]) {
  const cache = path.join(folder, 'cache');
  const run = await runGitops(['drift', ...args], { cwd: folder, cache });
  // Told once, by whichever test comes first.
  return { ...run, stderr: run.stderr.replace(/^gitops: bundling.*\n/, '') };
}

async function answer(...args: string[]) {
  const { code, stdout, stderr } = await drift(...args, '--json');
  expect(stderr).toBe('');
  return { code, ...answerSchema.parse(JSON.parse(stdout)) };
}

const declared = ['--declared', 'declared.yaml'];

it('compares files of several documents, lists and formats', async () => {
  expect(
    await answer(...declared, '--live', 'config-map.json', 'same.json'),
  ).toMatchObject({
    code: 0,
    inSync: true,
    resources: [
      { group: '', kind: 'ConfigMap', namespace: 'bookshop', name: 'shop' },
      { group: 'apps', kind: 'Deployment', status: 'synced' },
    ],
  });
});

it('tells what differs, where it is declared and who wrote it, without secrets', async () => {
  const found = await answer(
    ...declared,
    '--live=config-map.json',
    '--live=edited.json',
  );
  expect(found).toMatchObject({ code: 1, inSync: false });
  expect(found.resources[1].differences).toEqual([
    {
      field: 'spec.replicas',
      class: 'changed',
      declared: 3,
      live: 5,
      origin: { file: 'declared.yaml', line: 14 },
      lastWrite: {
        manager: 'kubectl-edit',
        operation: 'Update',
        time: '2026-11-21T10:00:00Z',
      },
    },
    {
      field:
        'spec.template.spec.containers[name=shop].env[name=DATABASE_PASSWORD].value',
      class: 'changed',
      declared: expect.stringMatching(/^\*\*\*/),
      live: expect.stringMatching(/^\*\*\*/),
      origin: { file: 'declared.yaml', line: 22 },
    },
  ]);
  expect(JSON.stringify(found)).not.toContain('hunter');
});

it('tells what is missing and what is orphaned', async () => {
  const { code, resources } = await answer(
    ...declared,
    ...['--live', 'config-map.json', 'orphan.json'],
  );
  expect(code).toBe(1);
  expect(
    resources.map(({ name, kind, status }) => [kind, name, status]),
  ).toEqual([
    ['ConfigMap', 'shop', 'synced'],
    ['Deployment', 'shop', 'missing'],
    ['ConfigMap', 'old', 'orphaned'],
  ]);
});

it('takes rules from the configuration', async () => {
  const { resources } = await answer(
    ...declared,
    ...['--live', 'config-map.json', 'edited.json', '--config', 'rules.yaml'],
  );
  expect(resources[1].differences.map(({ field }) => field)).toEqual([
    'spec.replicas',
  ]);
});

it('prints a table for a person', async () => {
  const { code, stdout } = await drift(
    ...declared,
    ...['--live', 'config-map.json', 'edited.json', '--config', 'rules.yaml'],
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/Deployment\.apps\/bookshop\/shop: drifted/);
  expect(stdout).toMatch(
    /spec\.replicas +changed +3 +5 +kubectl-edit \(scale\), 2026-11-21T10:00:00Z +declared\.yaml:14/,
  );
  expect(stdout).toMatch(/env +1/);
  expect(stdout).toMatch(/1 of 2 resources in sync/);
});

const conformance = path.resolve(
  // eslint-disable-next-line no-restricted-syntax -- tests are not bundled
  __dirname,
  '../../..',
  process.env.GITOPS_CONFORMANCE ?? '../shared/conformance',
  'drift',
);

it('gives the pairs of real clusters the verdict that is known', async () => {
  if (!fs.existsSync(conformance)) {
    process.stdout.write(`Drift pairs skipped: ${conformance} is absent.\n`);
    return;
  }
  const pairs = pairsSchema.parse(
    JSON.parse(
      fs.readFileSync(path.join(conformance, 'expected.json'), 'utf8'),
    ),
  );
  expect(pairs.length).toBeGreaterThan(0);
  for (const { name, declared: ours, live, edit, ...expected } of pairs) {
    const found = await answer(
      '--declared',
      editedFile(path.join(conformance, ours), edit.declared),
      '--live',
      editedFile(path.join(conformance, live), edit.live),
    );
    expect({ name, inSync: found.inSync, code: found.code }).toEqual({
      name,
      inSync: expected.inSync,
      code: expected.inSync ? 0 : 1,
    });
    if (expected.differences === undefined) continue;
    const [{ differences }] = found.resources;
    expect({
      name,
      differences: new Set(
        differences.map(({ field, class: kind }) => `${field} ${kind}`),
      ),
    }).toEqual({
      name,
      differences: new Set(
        expected.differences.map(
          ({ field, class: kind }) => `${field} ${kind}`,
        ),
      ),
    });
  }
});

it.each([
  ['no live file', [...declared], /--live FILE is missing/],
  ['neither', [], /--declared FILE… and --live FILE…/],
  ['a flag without files', ['--declared', '--live', 'same.json'], /--declared/],
  [
    'a file that is not there',
    ['--declared', 'gone.yaml', '--live', 'same.json'],
    /gone\.yaml can't be read/,
  ],
  [
    'what is no YAML',
    ['--declared', 'broken.yaml', '--live', 'same.json'],
    /broken\.yaml:3: Not YAML/,
  ],
  [
    'what is no object',
    ['--declared', 'notes.yaml', '--live', 'same.json'],
    /notes\.yaml:1: Not a Kubernetes object/,
  ],
  [
    'files that declare nothing',
    ['--declared', 'empty.yaml', '--live', 'same.json'],
    /hold no object/,
  ],
  [
    'a repository beside files',
    ['repository', ...declared, '--live', 'same.json'],
    /take the place of the repository/,
  ],
])('refuses %s with one clear line', async (_, args, message) => {
  const { code, stdout, stderr } = await drift(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
