import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ApiServer } from '@backstage-gitops/envtest';
import {
  BuiltinEngine,
  ClusterClient,
  createClusterClient,
  DesiredUnit,
  UnitRenderer,
} from '@backstage-gitops/plugin-gitops-node';
import {
  ResourceObservation,
  SyncStep,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { ChartSource } from './ChartSource';
import { declareChart } from './declareChart';

type Comparison = UnitObservation['comparison'];

/** How the objects of a chart came back. */
export interface ChartSurvey {
  readonly name: string;
  readonly version: string;
  readonly kinds: ReadonlySet<string>;
  readonly objects: number;
  /** One line for each object, with the reason. */
  readonly undetermined: readonly string[];
  readonly refused: readonly string[];
  readonly problems: readonly string[];
  readonly readBack: Readonly<
    Record<Comparison, readonly ResourceObservation[]>
  >;
}

/** They may refuse what is asked of the server until what serves them runs. */
const admissionGroup = 'admissionregistration.k8s.io/';

/** Installs a chart on an API server of its own and reads it back. */
export async function surveyChart(
  source: ChartSource,
  renderer: UnitRenderer,
): Promise<ChartSurvey> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-chart-'));
  try {
    const unit = await declareChart(source, { folder, renderer });
    const server = await ApiServer.start({ controllers: true });
    try {
      return { ...source, ...(await readBack(unit, server)) };
    } finally {
      await server.stop();
    }
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function readBack(unit: DesiredUnit, server: ApiServer) {
  await createNamespaces(unit, server);
  const client = createClusterClient({
    name: 'real',
    connection: {
      type: 'server',
      url: server.url,
      caData: server.certificateAuthority,
      token: server.token('admin'),
      skipTLSVerify: false,
    },
  });
  try {
    const isAdmission = ({ apiVersion }: { apiVersion: string }) =>
      apiVersion.startsWith(admissionGroup);
    const plain = part(unit, resource => !isAdmission(resource));
    const admission = part(unit, isAdmission);
    const first = await install(plain, client);
    const second = await install(admission, client);
    return {
      kinds: new Set(unit.resources.map(({ resource }) => resource.kind)),
      objects: unit.resources.length,
      problems: unit.indeterminate,
      undetermined: [...first.undetermined, ...second.undetermined],
      refused: [...first.refused, ...second.refused],
      readBack: {
        readOnly: [...first.readOnly, ...second.readOnly],
        exact: [...first.exact, ...second.exact],
      },
    };
  } finally {
    await client.close();
  }
}

/** A part of a unit under an id of its own, so that neither prunes the other. */
function part(
  unit: DesiredUnit,
  belongs: (resource: DesiredUnit['resources'][number]['resource']) => boolean,
): DesiredUnit {
  const resources = unit.resources.filter(({ resource }) => belongs(resource));
  const kinds = new Set(resources.map(({ resource }) => resource.kind));
  const id = `${unit.unit.id}/${[...kinds].join('+')}`;
  return { ...unit, resources, unit: { ...unit.unit, id } };
}

async function install(unit: DesiredUnit, client: ClusterClient) {
  if (unit.resources.length === 0) {
    return { undetermined: [], refused: [], readOnly: [], exact: [] };
  }
  const { steps } = await new BuiltinEngine({ client, mode: 'manual' }).sync(
    unit,
    { prune: false, dryRun: false, confirm: [] },
  );
  const told = (wanted: SyncStep['outcome']) =>
    steps
      .filter(({ outcome }) => outcome === wanted)
      .map(({ kind, name, message }) => `${kind}/${name}: ${message}`);
  return {
    undetermined: told('skipped'),
    refused: told('failed'),
    readOnly: await observe(unit, client, 'readOnly'),
    exact: await observe(unit, client, 'exact'),
  };
}

async function observe(
  unit: DesiredUnit,
  client: ClusterClient,
  comparison: Comparison,
): Promise<readonly ResourceObservation[]> {
  const looking = new AbortController();
  let seen: readonly ResourceObservation[] | undefined;
  const watching = new BuiltinEngine({ client, comparison }).watch({
    units: async () => [unit],
    changed: () => new Promise(() => {}),
    onObservation: async ({ resources }) => {
      seen ??= resources;
      looking.abort();
    },
    signal: looking.signal,
  });
  await watching.catch(error => {
    if (!seen) throw error;
  });
  return seen ?? [];
}

/** As whoever installs a chart does before. */
async function createNamespaces(
  { unit, namespace, resources }: DesiredUnit,
  server: ApiServer,
): Promise<void> {
  const named = resources.map(({ resource: { metadata } }) =>
    typeof metadata === 'object' && metadata && 'namespace' in metadata
      ? metadata.namespace
      : undefined,
  );
  const names = new Set([namespace ?? unit.name, ...named]);
  for (const name of names) {
    if (typeof name === 'string') await server.namespace(name);
  }
}
