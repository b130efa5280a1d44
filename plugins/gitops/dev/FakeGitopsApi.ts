import { parseEntityRef } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type {
  Diagnostic,
  DiagnosticLevel,
  EntityTargetsResponse,
  FleetQuery,
  GitopsApi,
  HistoryQuery,
  HistoryResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { aRepository } from '../src/__testUtils__/builders';
import { hoursAgo } from './world/clock';
import { answerFleet, fleetRepositories } from './world/fleet';
import { hostile } from './world/hostile';
import { inStep, lagging, manyClusters, World } from './world/services';

const worlds: Record<string, () => World> = {
  'ticket-sales': () => lagging('ticket-sales', 44),
  timetable: () => inStep('timetable', 73),
  'seat-map': () => manyClusters('seat-map'),
  'signal-box': () => hostile,
  refunds: () => withRepositories(lagging('refunds', 31), 'stale'),
  notify: () => withRepositories(lagging('notify', 19), 'partial'),
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

/** Answers in the page what the backend would, with a short wait. */
export class FakeGitopsApi implements GitopsApi {
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
    return worldOf(name).targets;
  }

  async entityHistory(entityRef: string, query: HistoryQuery = {}) {
    await wait();
    return page(worldOf(parseEntityRef(entityRef).name), query);
  }

  async fleet(query: FleetQuery = {}) {
    await wait();
    return answerFleet(query);
  }

  async targetResources(): Promise<never> {
    throw new NotFoundError('No cluster is read here');
  }

  async targetDrift(): Promise<never> {
    throw new NotFoundError('No cluster is read here');
  }

  async targetManifest(): Promise<never> {
    throw new NotFoundError('No cluster is read here');
  }

  async syncTarget(): Promise<never> {
    throw new NotFoundError('No cluster is read here');
  }

  async clusters() {
    return { items: [] };
  }

  async target(id: string) {
    await wait();
    const [, service, environment, cluster] = id.split(':');
    const found = lagging(service, 44).targets.targets.find(
      target =>
        target.environment === environment && target.cluster === cluster,
    );
    if (!found) throw new NotFoundError(`No target ${id}`);
    return found;
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

function wait(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 150));
}
