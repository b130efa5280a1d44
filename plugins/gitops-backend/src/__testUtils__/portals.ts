import { createMockDirectory } from '@backstage/backend-test-utils';
import { entityTargetsResponseSchema } from '@backstage-gitops/plugin-gitops-common';
import { Entity } from '@backstage/catalog-model';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { createTestDatabases, TestDatabaseId } from './databases';
import {
  declaredArtifact,
  declaredTarget,
  DeclaredRepository,
  landedChange,
} from './DeclaredRepository';
import { startGitops, TestPortal, TestPortalOptions } from './startGitops';

export const component = (
  name: string,
  owner: string,
  metadata: Partial<Entity['metadata']> = {},
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, ...metadata },
  spec: { owner },
});

/** The service cart in three environments, production two changes behind. */
export function cartRepository(): DeclaredRepository {
  const repository = new DeclaredRepository();
  const versions = { development: 'v3', staging: 'v3', production: 'v1' };
  repository.declare(
    Object.entries(versions).map(([environment, version]) =>
      declaredTarget(`cart-${environment}`, {
        environment,
        aliases: ['frontend'],
        artifacts: [declaredArtifact(version)],
        cluster: environment === 'production' ? 'eu-1' : undefined,
      }),
    ),
  );
  const history = [3, 2, 1].map(number => landedChange(number));
  repository.changes.set('cart-development', history);
  repository.changes.set('cart-staging', history);
  repository.changes.set('cart-production', [
    landedChange(4, { artifacts: [], subject: 'Tidy up' }),
    landedChange(1, { pullRequest: { number: 12 } }),
  ]);
  return repository;
}

/** The body of a good answer, as its schema has it. */
export async function answer<T extends z.ZodType>(
  schema: T,
  response: ReturnType<TestPortal['get']>,
): Promise<z.output<T>> {
  const { body, status } = await response;
  expect([status, body.error]).toEqual([200, undefined]);
  return schema.parse(body);
}

export const cartTargets = (portal: TestPortal) =>
  answer(
    entityTargetsResponseSchema,
    portal.get('/entities/component/default/cart/targets'),
  );

/** Before a test's own limit, so that it fails where it waits. */
const patience = 120_000;

/** Who asks without a pause takes the time of what is waited for. */
const pause = 5;

/**
 * Asks again and again. `seen` tells what there was instead, for the error of
 * a test that has waited in vain.
 */
export async function until(
  condition: () => Promise<boolean>,
  seen?: () => unknown,
): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      const instead = seen && JSON.stringify(await seen());
      throw new Error(`${condition} never came true: ${instead ?? ''}`);
    }
    await delay(pause);
  }
}

/** Portals of a test file on one engine, each stopped after its test. */
export function testPortals(id: TestDatabaseId) {
  const databases = createTestDatabases();
  const directory = createMockDirectory();
  const portals: TestPortal[] = [];

  afterEach(async () => {
    await Promise.all(portals.splice(0).map(portal => portal.stop()));
  });

  async function start(
    options: Partial<TestPortalOptions> = {},
  ): Promise<TestPortal> {
    const portal = await startGitops({
      knex: options.knex ?? (await databases.init(id)),
      repositories: { platform: cartRepository() },
      workingDirectory: directory.path,
      entities: [component('cart', 'shop')],
      ...options,
    });
    portals.push(portal);
    return portal;
  }

  /** Starts a portal that has read its repositories and the catalog. */
  async function startAndRead(
    options: Partial<TestPortalOptions> = {},
  ): Promise<TestPortal> {
    const portal = await start(options);
    for (const name of Object.keys(options.repositories ?? { platform: 1 })) {
      await portal.read(name);
    }
    await portal.readCatalog();
    return portal;
  }

  return { databases, start, startAndRead };
}
