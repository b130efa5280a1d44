import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  fleetResponseSchema,
  OpenProposal,
  Proposal,
  ProposalPlan,
  proposalPlanSchema,
  ProposalRequest,
  proposalSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { GitConfigRepository } from '@backstage-gitops/plugin-gitops-node';
import { Entity } from '@backstage/catalog-model';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTestDatabases, TestDatabaseId } from './databases';
import { MemoryForge } from './MemoryForge';
import { answer, component } from './portals';
import { Remote } from './Remote';
import { startGitops, TestPortal, TestPortalOptions } from './startGitops';

/** The person who asks, as the catalog and the forge know them. */
export const mockUser: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'mock', namespace: 'default' },
  spec: {
    profile: { displayName: 'Grace Hopper', email: 'grace@acme.example' },
  },
};

const shop: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: {
    name: 'shop',
    namespace: 'default',
    annotations: { 'github.com/team-slug': 'acme/shop' },
  },
  spec: { type: 'team', children: [] },
};

/** A portal over a real repository, whose pull requests go to a forge. */
export interface ProposalPortal extends TestPortal {
  readonly knex: Knex;
  readonly remote: Remote;
  readonly forge: MemoryForge;
  /** The id of the service's target in an environment. */
  target(environment: string): Promise<string>;
  preview(request: ProposalRequest): Promise<ProposalPlan>;
  /** Previews and opens. */
  propose(
    request: ProposalRequest,
    more?: Partial<OpenProposal>,
  ): Promise<Proposal>;
  promote(): Promise<ProposalRequest>;
  one(id: string): Promise<Proposal>;
}

export function proposalPortals(id: TestDatabaseId) {
  const databases = createTestDatabases();
  const directory = createMockDirectory();
  const portals: TestPortal[] = [];

  afterEach(async () => {
    await Promise.all(portals.splice(0).map(portal => portal.stop()));
  });

  /** Staging runs v3 and production v1, and both were read. */
  async function start(
    options: Partial<TestPortalOptions> & {
      remote?: Remote;
      forge?: MemoryForge;
    } = {},
  ): Promise<ProposalPortal> {
    const place = directory.resolve(randomUUID());
    const remote = options.remote ?? seeded(new Remote(`${place}/remote`));
    const forge = options.forge ?? new MemoryForge(remote);
    const knex = options.knex ?? (await databases.init(id));
    const { config, ...rest } = options;
    const portal = await startGitops({
      repositories: {},
      workingDirectory: `${place}/work`,
      entities: [component('cart', 'shop'), shop, mockUser],
      openRepository: opened => new GitConfigRepository(opened),
      openForges: () => forge,
      ...rest,
      knex,
      config: {
        app: { baseUrl: 'https://portal.acme.example' },
        ...config,
        gitops: {
          repositories: [
            {
              id: 'platform',
              url: remote.directory,
              upstream: 'https://github.com/acme/platform',
            },
          ],
          ...config?.gitops,
        },
      },
    });
    portals.push(portal);
    await portal.read('platform');
    await portal.readCatalog();
    return { ...portal, ...asking(portal), knex, remote, forge };
  }

  return { start, databases, directory };
}

/** Made once a file: the processes of its commits are what tests wait for. */
let seed: Remote | undefined;
afterAll(() => {
  if (seed) rmSync(seed.directory, { recursive: true, force: true });
  seed = undefined;
});

/** Staging at v3, production at v1. */
export function seeded(remote: Remote): Remote {
  if (!seed) {
    seed = new Remote(mkdtempSync(path.join(os.tmpdir(), 'gitops-seed-')));
    seed.release('staging', 'v1');
    seed.release('production', 'v1');
    seed.release('staging', 'v2', 'Release v2 (#7)');
    seed.release('staging', 'v3', 'Release v3');
  }
  remote.take(seed);
  return remote;
}

function asking(portal: TestPortal) {
  const target = async (environment: string) => {
    const { items } = await answer(fleetResponseSchema, portal.get('/targets'));
    const found = items.find(item => item.environment === environment);
    if (!found) throw new Error(`Nothing in ${environment}`);
    return found.id;
  };
  const preview = (request: ProposalRequest) =>
    answer(proposalPlanSchema, portal.post('/proposals/preview', request));
  return {
    target,
    preview,
    propose: async (
      request: ProposalRequest,
      more: Partial<OpenProposal> = {},
    ) => {
      const { revisions } = await preview(request);
      return answer(
        proposalSchema,
        portal.post('/proposals', { request, revisions, ...more }),
      );
    },
    promote: async (): Promise<ProposalRequest> => ({
      kind: 'promotion',
      from: await target('staging'),
      to: [await target('production')],
    }),
    one: (id: string) => answer(proposalSchema, portal.get(`/proposals/${id}`)),
  };
}
