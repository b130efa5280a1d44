import path from 'node:path';
import { ResourceDrift } from '@backstage-gitops/plugin-gitops-common';
import {
  ClusterCapabilities,
  ClusterClient,
  compareUnit,
  createClusterClient,
  DiscoveredRevisions,
  DriftConfig,
  UnitRenderer,
} from '@backstage-gitops/plugin-gitops-node';
import { Arguments, Result, Surroundings } from '../Command';
import { createUnitRenderer } from '../repository/createRenderer';
import { OpenRepository, withRepository } from '../repository/openRepository';
import { readDriftFile, readRenderFile } from '../repository/readConfigFile';
import { UsageError } from '../UsageError';
import { driftResult } from './driftOffline';
import { SelectedUnit, selectUnits } from './selectUnits';

const offlineOptions = ['namespace', 'manager'] as const;

const noRules: DriftConfig = { rules: [], disabledRules: [], unmanaged: false };

/** `gitops drift REPO`: what a service declares, held against a cluster. */
export async function driftRepository(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Result> {
  const misplaced = offlineOptions.find(option => args.has(option));
  if (misplaced !== undefined) {
    throw new UsageError(`--${misplaced} goes with --declared and --live`);
  }
  for (const option of ['service', 'environment', 'kubeconfig']) {
    args.require(option);
  }
  const file = args.get('config');
  const rules = file ? await readDriftFile(file, surroundings) : noRules;
  const renderer = await createUnitRenderer(
    surroundings,
    file ? await readRenderFile(file, surroundings) : undefined,
  );
  return withRepository(args, surroundings, async open => {
    const { signal } = surroundings;
    const { repository, ref } = open;
    const discovery = await repository.discover({ ref, signal });
    const selected = selectUnits(discovery, args, open);
    const client = openCluster(args, surroundings);
    try {
      const capabilities = await capabilitiesOf(client, signal);
      const work = { args, open, client, capabilities, discovery, renderer };
      const drifts: ResourceDrift[] = [];
      for (const unit of selected) {
        drifts.push(...(await driftOf(unit, work, rules, surroundings)));
      }
      return driftResult(drifts);
    } finally {
      await client.close();
    }
  });
}

interface Work {
  readonly args: Arguments;
  readonly open: OpenRepository;
  readonly client: ClusterClient;
  readonly capabilities: ClusterCapabilities;
  readonly discovery: DiscoveredRevisions;
  readonly renderer: UnitRenderer;
}

async function driftOf(
  { unit, targets, asked }: SelectedUnit,
  { args, open, client, capabilities, renderer }: Work,
  { rules, disabledRules, unmanaged }: DriftConfig,
  { signal, note }: Surroundings,
): Promise<readonly ResourceDrift[]> {
  const { repository, ref } = open;
  const request = { repository, unit: unit.id, ref, capabilities, signal };
  const rendered = await renderer.render(request);
  for (const { level, code, message } of rendered.diagnostics) {
    if (level !== 'info') note(`${unit.name}: ${code}: ${message}`);
  }
  const compared = await compareUnit(
    { ...rendered, unit, targets },
    {
      client,
      rules,
      disabledRules,
      unmanaged: unmanaged || args.has('unmanaged'),
      comparison: args.has('exact') ? 'exact' : 'readOnly',
    },
    signal,
  );
  const own = compared
    .filter(each => each.targets.some(id => asked.includes(id)))
    .map(({ drift }) => drift);
  // Where nothing can be told of a unit, that is what has to be told.
  return own.length > 0 || rendered.indeterminate.length === 0
    ? own
    : [unknown(unit, rendered.indeterminate)];
}

function unknown(
  { kind, name, namespace }: SelectedUnit['unit'],
  [reason]: readonly string[],
): ResourceDrift {
  return {
    group: '',
    kind,
    ...(namespace !== undefined && { namespace }),
    name,
    status: 'indeterminate',
    reason,
    differences: [],
  };
}

function openCluster(
  args: Arguments,
  { directory }: Surroundings,
): ClusterClient {
  const context = args.get('context');
  return createClusterClient({
    name: args.get('cluster') ?? context ?? 'the cluster',
    connection: {
      type: 'kubeconfig',
      file: path.resolve(directory, args.require('kubeconfig')),
      ...(context !== undefined && { context }),
    },
  });
}

/** What charts may ask of the cluster. */
async function capabilitiesOf(
  client: ClusterClient,
  signal: AbortSignal,
): Promise<ClusterCapabilities> {
  const kubeVersion = await client.version({ signal });
  const types = await client.resourceTypes({ signal });
  const versions = types.map(({ group, version }) =>
    group === '' ? version : `${group}/${version}`,
  );
  const kinds = types.map(({ kind }, index) => `${versions[index]}/${kind}`);
  return { kubeVersion, apiVersions: [...new Set([...versions, ...kinds])] };
}
