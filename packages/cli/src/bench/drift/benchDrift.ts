import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ApiServer, findKubernetes } from '@backstage-gitops/envtest';
import {
  builtInSchemas,
  isResource,
  Resource,
  schemasFromDefinitions,
} from '@backstage-gitops/plugin-gitops-node';
import { alignColumns } from '../../output/alignColumns';
import { findKubectl } from '../../repository/findKubectl';
import { BenchProgram } from '../BenchProgram';
import { BenchObject, benchObjects } from './benchObjects';
import { compareCluster, formatSide, Side } from './compareCluster';
import { measureThroughput } from './measureThroughput';
import { Timed, timeProgram } from './timeProgram';

const wantedObjects = 500;
const editedObjects = 10;
const fieldManager = 'gitops-bench';
/** As many before kubectl's run as after it; the middle one counts. */
const ownRuns = 3;

/** What was promised. */
const minimumThroughput = 20_000;
const minimumRatio = 50;

/**
 * `bench drift`: how many objects are compared in a second, and how long a
 * whole answer takes beside `kubectl diff`: the same objects, the same server.
 */
export async function benchDrift(program: BenchProgram): Promise<number> {
  const kubectl = await findKubectl(program);
  if (findKubernetes() === undefined || kubectl === undefined) {
    program.note(
      'bench drift needs an API server (yarn envtest) and kubectl of npm',
    );
    return 2;
  }
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-bench-'));
  try {
    const server = await ApiServer.start();
    try {
      return report(
        await measure(server, { program, folder, kubectl }),
        program,
      );
    } finally {
      await server.stop();
    }
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly program: BenchProgram;
  readonly folder: string;
  readonly kubectl: string;
}

interface Figures {
  readonly objects: number;
  readonly kinds: number;
  readonly objectsPerSecond: number;
  /** Asked of a process that runs already, as the portal is; nothing cached. */
  readonly answerMs: number;
  /** Asked of a program that is started for it. */
  readonly programMs: number;
  readonly kubectlMs: number;
  readonly ratio: number;
  readonly programRatio: number;
}

async function measure(server: ApiServer, place: Place): Promise<Figures> {
  const objects = await seed(server, place.program);
  const live = await readBack(server, objects);
  const objectsPerSecond = measureThroughput(objects, live, {
    schemas: schemasFromDefinitions(live, builtInSchemas),
    fieldManager,
  });
  const edited = await edit(server, objects);
  await writeInput(server, objects, place);
  const side = sideOf(server);
  const before = [await timeOwn(place), await timeAnswers(place, side)];
  const theirs = await timeKubectl(server, place);
  const after = [await timeOwn(place), await timeAnswers(place, side)];
  const own = middleOf([...before[0], ...after[0]]);
  const answer = middleOf([...before[1], ...after[1]]);
  checkAnswers({ own, theirs }, edited);
  checkAnswers({ own: answer, theirs }, edited);
  return {
    objects: objects.length,
    kinds: new Set(objects.map(({ kind }) => kind)).size,
    objectsPerSecond: Math.round(objectsPerSecond),
    answerMs: Math.round(answer.milliseconds),
    programMs: Math.round(own.milliseconds),
    kubectlMs: Math.round(theirs.milliseconds),
    ratio: theirs.milliseconds / answer.milliseconds,
    programRatio: theirs.milliseconds / own.milliseconds,
  };
}

async function seed(
  server: ApiServer,
  program: BenchProgram,
): Promise<readonly BenchObject[]> {
  const objects = await benchObjects(program.root, wantedObjects);
  program.note(`storing ${objects.length} objects`);
  for (const object of objects) {
    await retry(() => server.apply(object, { fieldManager, force: true }));
  }
  return objects;
}

/** A definition is served a moment after it is stored. */
async function retry<T>(request: () => Promise<T>): Promise<T> {
  for (let left = 20; ; left--) {
    try {
      return await request();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

async function readBack(
  server: ApiServer,
  objects: readonly BenchObject[],
): Promise<readonly Resource[]> {
  const live: Resource[] = [];
  for (const object of objects) {
    const found = await server.read(object);
    if (isResource(found)) live.push(found);
  }
  return live;
}

/** So that both have something to find. */
async function edit(
  server: ApiServer,
  objects: readonly BenchObject[],
): Promise<readonly string[]> {
  const chosen = objects
    .filter(({ kind, data }) => kind === 'ConfigMap' && isMap(data))
    .slice(0, editedObjects);
  for (const object of chosen) {
    const [key] = isMap(object.data) ? Object.keys(object.data) : [];
    const change = { data: { [key]: 'edited by hand' } };
    await server.patch(object, change, { fieldManager: 'kubectl-edit' });
  }
  return chosen.map(({ metadata }) => metadata.name).sort();
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

async function writeInput(
  server: ApiServer,
  objects: readonly BenchObject[],
  { folder }: Place,
): Promise<void> {
  await fs.writeFile(
    path.join(folder, 'declared.json'),
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
  );
  await fs.writeFile(
    path.join(folder, 'connection.json'),
    JSON.stringify(sideOf(server)),
    { mode: 0o600 },
  );
}

function sideOf(server: ApiServer): Side {
  return {
    url: server.url,
    certificateAuthority: server.certificateAuthority,
    token: server.token('admin'),
    fieldManager,
  };
}

/** Each with a client of its own: connections, kinds and lists are read anew. */
async function timeAnswers({ folder }: Place, side: Side): Promise<Timed[]> {
  const runs: Timed[] = [];
  while (runs.length < ownRuns) {
    const began = performance.now();
    const manifests = path.join(folder, 'declared.json');
    const drift = await compareCluster(manifests, side);
    const milliseconds = performance.now() - began;
    const stdout = formatSide(drift);
    runs.push({ milliseconds, code: 0, stdout, stderr: '' });
  }
  return runs;
}

async function timeOwn({ program, folder }: Place): Promise<Timed[]> {
  const side = path.join(program.root, 'packages/cli/bin/drift-side');
  const files = ['declared.json', 'connection.json'];
  const args = [side, ...files.map(name => path.join(folder, name))];
  // Bundles the program where it has changed; it asks nobody anything.
  await timeProgram(process.execPath, [side], program.environment);
  const runs: Timed[] = [];
  while (runs.length < ownRuns) {
    runs.push(await timeProgram(process.execPath, args, program.environment));
  }
  return runs;
}

function middleOf(runs: readonly Timed[]): Timed {
  const sorted = [...runs].sort(
    (left, right) => left.milliseconds - right.milliseconds,
  );
  return sorted[Math.floor(sorted.length / 2)];
}

async function timeKubectl(
  server: ApiServer,
  { program, folder, kubectl }: Place,
): Promise<Timed> {
  return timeProgram(
    kubectl,
    ['diff', '-f', path.join(folder, 'declared.json')],
    {
      PATH: program.environment.PATH,
      KUBECONFIG: server.kubeconfigFile(),
      // Without what it learned of another server.
      HOME: path.join(folder, 'home'),
    },
  );
}

/** A fast wrong answer is worth nothing. */
function checkAnswers(
  { own, theirs }: { readonly own: Timed; readonly theirs: Timed },
  edited: readonly string[],
): void {
  const ours = [...own.stdout.matchAll(/"name":"([^"]+)","status"/g)]
    .map(([, name]) => name)
    .sort();
  const others = [
    ...theirs.stdout.matchAll(/^\+\+\+ .*\/[^/\s]*?\.([^./\s]+)\s/gm),
  ]
    .map(([, name]) => name)
    .sort();
  for (const [name, found, { stderr }] of [
    ['gitops', ours, own],
    ['kubectl', others, theirs],
  ] as const) {
    if (found.join() !== edited.join()) {
      throw new Error(
        `${name} found ${found.join(', ')} instead of ${edited.join(
          ', ',
        )}: ${stderr.slice(0, 500)}`,
      );
    }
  }
}

function report(figures: Figures, { print, note }: BenchProgram): number {
  const rows = Object.entries({
    ...figures,
    ratio: `${figures.ratio.toFixed(1)} ×`,
    programRatio: `${figures.programRatio.toFixed(1)} ×`,
  }).map(([name, figure]) => [name, String(figure)]);
  print(`${alignColumns(rows).join('\n')}\n`);
  const misses = [
    figures.objectsPerSecond < minimumThroughput &&
      `fewer than ${minimumThroughput} objects a second`,
    figures.ratio < minimumRatio &&
      `less than ${minimumRatio} × as fast as kubectl diff`,
  ].filter(miss => miss !== false);
  for (const miss of misses) note(`missed: ${miss}`);
  return misses.length === 0 ? 0 : 1;
}
