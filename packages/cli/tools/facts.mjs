// Checks `gitops targets` and `gitops history` against facts that plain
// `git log -p` gives for two public repositories.
//
//   node packages/cli/tools/facts.mjs GOVUK_HELM_CHARTS INFRA_DEPLOYMENTS
//
// The arguments are paths of clones of alphagov/govuk-helm-charts and
// redhat-appstudio/infra-deployments.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';

const gitops = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../bin/gitops',
);
const run = promisify(execFile);

async function ask(args) {
  const { stdout } = await run(process.execPath, [gitops, ...args, '--json'], {
    maxBuffer: 512 * 1024 * 1024,
  });
  return JSON.parse(stdout);
}

const govuk = {
  ref: '6aa2976855200d4d6339e6f086c3113286d752ef',
  config: `gitops:
  repositories:
    - id: govuk
      url: https://github.com/alphagov/govuk-helm-charts
      rules:
        - path: charts/app-config/image-tags/{environment}/{service}
          version: image_tag
`,
  environments: ['integration', 'staging', 'production'],
  productionFrontend: [
    [
      'v1796',
      '4b14615d5affc4848469721fbc27144f64e47a66',
      '2026-08-21T10:14:40',
    ],
    [
      'v1795',
      'f354f535245340aa988cb7d3550807f734944a91',
      '2026-08-21T09:08:26',
    ],
    [
      'v1794',
      'b363eb7b9a490b3aa74d64c7717e6b87d9410d43',
      '2026-08-20T10:09:30',
    ],
    [
      'v1793',
      '01574de64a59ef04b855687a2b624bfa0111f07a',
      '2026-08-19T14:16:27',
    ],
    [
      'v1792',
      'df95b27813cdf73e34031873520d50e2cb2018be',
      '2026-08-19T12:37:03',
    ],
  ],
};

const infra = {
  ref: 'e952b7605e4f38dd6ae222177fb26dfb56405528',
  version: '547914854b06c8725dc609a872b5c62e2b935663',
  landed: {
    staging: ['1068d0896521', 13215, '2026-08-04T19:13:57'],
    production: ['d4fb7e7f42b8', 13355, '2026-08-04T20:06:18'],
  },
  history: {
    staging: [
      ['54791485', 13215],
      ['52d621cc', 13174],
      ['29243e1d', 13125],
      ['cb91f612', 13099],
    ],
    production: [
      ['54791485', 13355],
      ['52d621cc', 13189],
      ['29243e1d', 13129],
      ['cb91f612', 13103],
    ],
  },
  productionClusters: 8,
};

const seconds = time => new Date(time).toISOString().slice(0, 19);

async function checkGovuk(repository) {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-facts-'));
  try {
    const config = path.join(directory, 'config.yaml');
    await fs.writeFile(config, govuk.config);
    const common = [repository, '--ref', govuk.ref, '--config', config];
    const { targets } = await ask([
      'targets',
      ...common,
      '--service',
      'frontend',
    ]);
    for (const environment of govuk.environments) {
      const versions = targets
        .filter(target => target.environment === environment)
        .flatMap(target => target.artifacts)
        .filter(
          artifact => artifact.kind === 'app' && artifact.name === 'frontend',
        )
        .map(artifact => artifact.version);
      assert.deepEqual([...new Set(versions)], ['v1796'], environment);
    }
    const { changes } = await ask([
      'history',
      ...common,
      ...[
        '--service',
        'frontend',
        '--environment',
        'production',
        '--limit',
        '5',
      ],
    ]);
    assert.deepEqual(
      changes.map(change => [
        change.artifacts.find(artifact => artifact.kind === 'app')?.to,
        change.commit,
        seconds(change.authoredAt),
      ]),
      govuk.productionFrontend,
    );
    assert.ok(changes.every(change => change.author.includes('govuk-ci')));
  } finally {
    await fs.rm(directory, { recursive: true });
  }
}

async function checkInfra(repository) {
  const common = [repository, '--ref', infra.ref];
  const { targets } = await ask([
    'targets',
    ...common,
    '--service',
    'build-service',
  ]);
  for (const [environment, [commit, number, landedAt]] of Object.entries(
    infra.landed,
  )) {
    const file = `components/build-service/${environment}/base/kustomization.yaml`;
    const declared = targets
      .filter(target => target.environment === environment)
      .map(target =>
        target.artifacts.filter(artifact => artifact.file === file),
      );
    assert.ok(declared.length > 0, `no target in ${environment}`);
    for (const artifacts of declared) {
      assert.ok(
        artifacts.some(
          ({ kind, version }) => kind === 'image' && version === infra.version,
        ),
        `${environment} declares the image`,
      );
    }
    if (environment === 'production') {
      const clusters = new Set(
        targets
          .filter(target => target.environment === 'production')
          .map(target => target.cluster),
      );
      assert.equal(clusters.size, infra.productionClusters);
    }
    const { changes } = await ask([
      'history',
      ...common,
      ...[
        '--service',
        'build-service',
        '--environment',
        environment,
        '--limit',
        '200',
      ],
    ]);
    const moves = changes
      .map(change => ({
        change,
        to: change.artifacts.find(
          artifact => artifact.kind === 'image' && artifact.file === file,
        )?.to,
      }))
      .filter(({ to }) => to !== undefined);
    const expected = infra.history[environment];
    assert.deepEqual(
      moves
        .slice(0, expected.length)
        .map(({ change, to }) => [to.slice(0, 8), change.pullRequest?.number]),
      expected,
    );
    const [newest] = moves;
    assert.ok(
      newest.change.landedBy.startsWith(commit),
      `${environment} landed by`,
    );
    assert.equal(newest.change.pullRequest?.number, number);
    assert.equal(seconds(newest.change.effectiveAt), landedAt);
  }
}

const [govukRepository, infraRepository] = process.argv.slice(2);
if (!govukRepository || !infraRepository) {
  console.error('usage: facts.mjs GOVUK_HELM_CHARTS INFRA_DEPLOYMENTS');
  process.exit(2);
}
await checkGovuk(path.resolve(govukRepository));
console.log('govuk-helm-charts: the facts hold');
await checkInfra(path.resolve(infraRepository));
console.log('infra-deployments: the facts hold');
