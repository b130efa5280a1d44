import { parseEntityRef } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type {
  Diagnostic,
  EngineActionRequest,
  EngineActionResponse,
  EnginesResponse,
  DiagnosticLevel,
  EntityTargetsResponse,
  FleetQuery,
  GitopsApi,
  GitopsRequestOptions,
  HistoryQuery,
  HistoryResponse,
  OpenProposal,
  ProposalRequest,
  ProposalsQuery,
  ResourceSelector,
  SyncRequest,
  SyncResponse,
  TargetDeliveryResponse,
  TargetDriftResponse,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { aRepository } from '../src/__testUtils__/builders';
import { FakeProposals } from './FakeProposals';
import { hoursAgo } from './world/clock';
import { FakeEngines } from './FakeEngines';
import { answerFleet, fleetRepositories } from './world/fleet';
import { driftLinks, driftOf, resourcesOf } from './world/drift';
import { enginesAnswer } from './world/engines';
import { hostile } from './world/hostile';
import { liveOf, LiveStory } from './world/live';
import { manifestOf, syncSteps } from './world/manifests';
import { inStep, lagging, manyClusters, World } from './world/services';

const worlds: Record<string, () => World> = {
  'ticket-sales': () => lagging('ticket-sales', 44),
  timetable: () => inStep('timetable', 73),
  'seat-map': () => manyClusters('seat-map'),
  'signal-box': () => hostile,
  refunds: () => withRepositories(lagging('refunds', 31), 'stale'),
  notify: () => withRepositories(lagging('notify', 19), 'partial'),
  departures: () => lagging('departures', 74),
  'lost-luggage': () => inStep('lost-luggage', 12),
  'key-keeper': () => inStep('key-keeper', 8),
  'fare-rules': () => inStep('fare-rules', 25),
  'route-planner': () => lagging('route-planner', 44),
  'luggage-track': () => inStep('luggage-track', 27),
  'gate-control': () => inStep('gate-control', 61),
  'ferry-link': () => inStep('ferry-link', 16),
  'night-train': () => manyClusters('night-train'),
  'dining-car': () => inStep('dining-car', 9),
  'lost-property': () => ({
    history: [],
    targets: {
      services: ['lost-property'],
      environments: [],
      targets: [],
      repositories: fleetRepositories,
    },
  }),
};

const staleRepository = aRepository({
  state: 'failed',
  error: 'Could not reach git.larkspur.example: connection timed out',
  lastSuccessAt: hoursAgo(5),
  lastAttemptAt: hoursAgo(0.1),
});
const unreadRepository = aRepository({
  id: 'freight-config',
  state: 'failed',
  error:
    'Authentication failed: the credentials for git.larkspur.example were refused',
  lastSuccessAt: undefined,
});

function withRepositories(world: World, how: 'stale' | 'partial'): World {
  const repositories =
    how === 'stale'
      ? [staleRepository]
      : [...world.targets.repositories, unreadRepository];
  return { ...world, targets: { ...world.targets, repositories } };
}

function levelOf(number: number): DiagnosticLevel {
  if (number < 2) return 'error';
  return number < 40 ? 'warning' : 'info';
}

const codes = [
  'remote-base',
  'cluster-unknown',
  'version-unresolved',
  'yaml-invalid',
];

/** What is found on the clusters of a service; none of them is read otherwise. */
const clusters: Record<string, Readonly<Record<string, LiveStory>>> = {
  'ticket-sales': { 'eu-1': 'drifted' },
  timetable: {},
  'seat-map': { 'eu-3': 'drifted', 'us-2': 'degraded', 'ap-2': 'stale' },
  departures: {
    'dev-1': 'progressing',
    'stg-1': 'degraded',
    'eu-1': 'olderVersion',
    'us-1': 'stale',
  },
  'lost-luggage': {
    'dev-1': 'never',
    'stg-1': 'unobserved',
    'eu-1': 'orphaned',
    'us-1': 'uncertain',
  },
  'key-keeper': {
    'dev-1': 'flux',
    'stg-1': 'observeOnly',
    'eu-1': 'secret',
    'us-1': 'degradedAndDrifted',
  },
  'fare-rules': { 'eu-1': 'drifted' },
};

/** Answers in the page what the backend would, with a short wait. */
export class FakeGitopsApi implements GitopsApi {
  readonly #synced = new Map<string, LiveStory>();
  readonly #engines = new FakeEngines();
  readonly #proposals = new FakeProposals({
    find: id => this.#find(id).target,
    historyOf: service => worldOf(service).history,
  });

  #live(declared: TargetState): TargetState {
    const delivered = this.#engines.live(declared);
    if (delivered) return { ...declared, live: delivered };
    const arrived = this.#proposals.arrived(declared);
    const target = arrived ? moved(declared, arrived.version) : declared;
    const late = arrived?.runs ? 'fine' : 'olderVersion';
    const story = arrived ? late : this.#storyOf(target);
    return story ? { ...target, live: liveOf(target, story) } : target;
  }

  #storyOf(target: TargetState): LiveStory | undefined {
    const stories = clusters[target.service];
    return (
      this.#synced.get(target.id) ??
      (stories && (stories[target.cluster ?? ''] ?? 'fine'))
    );
  }

  #find(id: string): { target: TargetState; story: LiveStory } {
    const service = id.split(':')[1];
    const found = worldOf(service).targets.targets.find(one => one.id === id);
    if (!found) throw new NotFoundError(`No target ${id}`);
    const target = this.#live(found);
    return { target, story: this.#storyOf(target) ?? 'fine' };
  }

  async repositories() {
    return { items: fleetRepositories };
  }

  async repositoryDiagnostics(_id: string, query: { cursor?: string } = {}) {
    await wait();
    const offset = Number(query.cursor ?? 0);
    const items = Array.from({ length: 20 }, (_, index): Diagnostic => {
      const number = offset + index;
      return {
        level: levelOf(number),
        code: codes[number % codes.length],
        message:
          number % 2 === 0
            ? 'The base https://git.larkspur.example/shared/base?ref=main is in another repository, so what it declares is not known.'
            : 'This Application names a cluster that no repository declares.',
        file: `clusters/eu-${number}/kustomization.yaml`,
        line: number + 3,
      };
    });
    return {
      items,
      total: 55,
      nextCursor: offset < 40 ? String(offset + 20) : undefined,
    };
  }

  async entityTargets(entityRef: string): Promise<EntityTargetsResponse> {
    const { name } = parseEntityRef(entityRef);
    if (name === 'slow-train') return new Promise(() => {});
    await wait();
    if (name === 'staff-only') throw new NotAllowedError('Unauthorized');
    const { targets } = worldOf(name);
    return { ...targets, targets: targets.targets.map(one => this.#live(one)) };
  }

  async entityHistory(entityRef: string, query: HistoryQuery = {}) {
    await wait();
    return page(worldOf(parseEntityRef(entityRef).name), query);
  }

  async fleet(query: FleetQuery = {}) {
    await wait();
    return answerFleet(query);
  }

  async targetResources(id: string) {
    await wait();
    const { target, story } = this.#find(id);
    return {
      live: target.live ?? liveOf(target, story),
      resources: resourcesOf(target, story, target.service === 'key-keeper'),
    };
  }

  async targetDelivery(id: string): Promise<TargetDeliveryResponse> {
    await wait();
    const { target, story } = this.#find(id);
    return (
      this.#engines.delivery(target) ?? {
        live: liveOf(target, story),
        events: [],
        windows: [],
        actions: [],
      }
    );
  }

  async askEngine(
    id: string,
    request: EngineActionRequest,
  ): Promise<EngineActionResponse> {
    await wait(900);
    return this.#engines.ask(this.#find(id).target, request);
  }

  async engines(): Promise<EnginesResponse> {
    await wait();
    return enginesAnswer;
  }

  async targetDrift(id: string): Promise<TargetDriftResponse> {
    await wait();
    const { target, story } = this.#find(id);
    if (target.service === 'fare-rules') {
      throw new NotAllowedError('Unauthorized');
    }
    return {
      live: target.live ?? liveOf(target, story),
      comparison: story === 'secret' ? 'exact' : 'readOnly',
      total: resourcesOf(target, story, target.service === 'key-keeper').length,
      resources: driftOf(target, story),
      links: driftLinks(target.service),
    };
  }

  async targetManifest(id: string, resource: ResourceSelector) {
    await wait();
    const { target, story } = this.#find(id);
    if (target.service === 'fare-rules') {
      throw new NotAllowedError('Unauthorized');
    }
    return manifestOf(target, story, resource);
  }

  async syncTarget(id: string, request: SyncRequest): Promise<SyncResponse> {
    await wait(request.dryRun ? 300 : 1500);
    const { target, story } = this.#find(id);
    const { dryRun = false } = request;
    const asked = this.#engines.sync(target, request);
    if (asked) return asked;
    const steps = syncSteps(target, story, request);
    if (!dryRun) this.#synced.set(id, 'fine');
    return { revision: target.revision, dryRun, steps };
  }

  async clusters() {
    return { items: [] };
  }

  async proposals(query: ProposalsQuery = {}) {
    await wait();
    return { items: this.#proposals.list(query) };
  }

  async previewProposal(
    request: ProposalRequest,
    options?: GitopsRequestOptions,
  ) {
    const slow = JSON.stringify(request).includes(':lost-luggage:');
    await wait(slow ? 3_600_000 : 700, options?.signal);
    return this.#proposals.preview(request);
  }

  async openProposal(request: OpenProposal) {
    await wait(1200);
    return this.#proposals.open(request);
  }

  async proposal(id: string) {
    await wait();
    return this.#proposals.get(id);
  }

  async createRepository(): Promise<never> {
    throw new NotAllowedError('No repository can be made here');
  }

  async target(id: string) {
    await wait();
    return this.#find(id).target;
  }

  async targetHistory(id: string, query: HistoryQuery = {}) {
    await wait();
    const environment = id.split(':')[2];
    return page(worldOf(id.split(':')[1]), { ...query, environment });
  }
}

function worldOf(name: string): World {
  const make = worlds[name];
  if (name === 'derailed') {
    throw new Error('The database of the GitOps plugin could not be reached');
  }
  return make ? make() : lagging(name, 44);
}

function page(world: World, query: HistoryQuery): HistoryResponse {
  const offset = Number(query.cursor ?? 0);
  const limit = Number(query.limit ?? 25);
  const items = world.history.filter(
    entry =>
      (!query.environment || entry.environment === query.environment) &&
      (query.kind === 'all' ||
        (query.kind === 'rollbacks'
          ? entry.rollback
          : entry.artifacts.length > 0)),
  );
  return {
    items: items.slice(offset, offset + limit),
    nextCursor:
      offset + limit < items.length ? String(offset + limit) : undefined,
  };
}

function moved(target: TargetState, version: string): TargetState {
  return {
    ...target,
    behind: { state: 'same', environment: 'staging' },
    artifacts: target.artifacts.map(artifact =>
      artifact.name.endsWith('envoy') ? artifact : { ...artifact, version },
    ),
  };
}

function wait(time = 150, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    setTimeout(resolve, time);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}
