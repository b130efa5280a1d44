import { ArgoCdStandIn } from '@backstage-gitops/envtest';
import { Knex } from 'knex';
import {
  askedBeside,
  deploying,
  liveOf,
  readingArgoCd,
} from './__testUtils__/argoCdPortals';
import { createTestDatabases } from './__testUtils__/databases';
import {
  DeclaredRepository,
  declaredTarget,
} from './__testUtils__/DeclaredRepository';
import { component, testPortals, until } from './__testUtils__/portals';
import { TestPortal } from './__testUtils__/startGitops';

/** Of each instance: many where their number is looked at. */
const [many, some] = [2_000, 100];
const instances = ['eu', 'us', 'ap'];
const users = 20;

/** What is asked by time, or where a connection was lost; far less than pages. */
const few = 20;

const unitName = (instance: string, index: number) =>
  `${instance}-service-${index}`;

const unitsOf = (instance: string, count: number) =>
  Array.from({ length: count }, (_, index) => unitName(instance, index));

/** A unit for each Application of each instance. */
function declaredUnits(count: number): DeclaredRepository {
  const repository = new DeclaredRepository();
  repository.declare(
    instances.flatMap(instance =>
      unitsOf(instance, count).map(unit =>
        declaredTarget(unit, { service: unit, cluster: instance }),
      ),
    ),
  );
  return repository;
}

/** Argo CD has looked at it again, or found it to be something else. */
const application = (unit: string, health = 'Healthy') =>
  deploying(unit, {
    metadata: { annotations: { look: health } },
    status: { health: { status: health } },
  });

// What is asked of instances doesn't depend on the database.
describe('three instances of Argo CD', () => {
  const [id] = createTestDatabases().eachSupportedId()[0];
  const { databases, startAndRead } = testPortals(id);
  let servers: ArgoCdStandIn[];
  let knex: Knex;

  beforeEach(async () => {
    servers = await Promise.all(
      instances.map(name => ArgoCdStandIn.start(name)),
    );
    knex = await databases.init(id);
  });
  afterEach(async () => {
    await Promise.all(servers.map(server => server.stop()));
  });

  function start(count: number) {
    for (const [place, server] of servers.entries()) {
      for (const unit of unitsOf(instances[place], count)) {
        server.put(application(unit));
      }
    }
    return startAndRead({
      ...{ knex, repositories: { platform: declaredUnits(count) } },
      entities: [component('eu-service-1', 'shop')],
      ...readingArgoCd(servers),
    });
  }

  /** Unlike a page, it asks for nothing but a number. */
  const seen = async (instance: string) =>
    Number(
      (await knex('observations').where({ instance }).count('* as count'))[0]
        .count,
    );

  const isSeen = (instance: string, count: number) =>
    until(
      async () => (await seen(instance)) === count,
      () => seen(instance),
    );

  const requests = () => servers.map(({ requests: { length } }) => length);

  function expectFewMore(before: readonly number[], places = instances) {
    for (const place of places.keys()) {
      expect(requests()[place]).toBeLessThan(before[place] + few);
    }
  }

  async function openPages(portal: TestPortal): Promise<void> {
    const pages = [
      '/entities/component/default/eu-service-1/targets',
      '/targets?limit=50',
      '/targets/eu-service-1',
      '/targets/us-service-2/resources',
      '/targets/ap-service-3/drift',
    ];
    for (let user = 0; user < users; user += 1) {
      const answers = await Promise.all(pages.map(page => portal.get(page)));
      expect(answers.map(({ status }) => status)).toEqual(pages.map(() => 200));
    }
  }

  it('with 2,000 Applications each are asked for lists and streams, and by no page for anything', async () => {
    const portal = await start(many);
    for (const instance of instances) await isSeen(instance, many);
    await until(async () => servers.every(({ streams }) => streams === 1));

    const asked = requests();
    await openPages(portal);
    expectFewMore(asked);

    // Argo CD looks at all of them again, and finds one to be suspended. The
    // first event tells that the stream is open: what came before is listed.
    for (const unit of unitsOf('eu', many))
      servers[0].change(application(unit));
    servers[0].change(application('eu-service-7', 'Suspended'));
    await until(async () => {
      const live = await liveOf(portal, 'eu-service-7');
      return live?.state === 'observed' && live.health.state === 'suspended';
    });
    expect(askedBeside(servers)).toEqual([]);
    expectFewMore(asked);
  });

  it('tell what they know where one of them hangs', async () => {
    servers[2].timeoutMs = 5_000;
    servers[2].fail('hanging');
    const portal = await start(some);

    await isSeen('eu', some);
    await isSeen('us', some);
    await until(async () => servers[0].streams + servers[1].streams === 2);
    await until(async () => {
      const state = await knex('engines')
        .where({ kind: 'argocd', name: 'ap' })
        .first('state');
      return state?.state === 'failed';
    });

    const asked = requests();
    await openPages(portal);
    const us = await liveOf(portal, 'us-service-2');
    expect(us).toMatchObject({ state: 'observed', engine: 'argocd' });
    expect(us).not.toHaveProperty('stale');
    expect(await liveOf(portal, 'ap-service-3')).toMatchObject({
      state: 'unobserved',
    });
    expectFewMore(asked, ['eu', 'us']);
  });
});
