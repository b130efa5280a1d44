import {
  createRepositoryResponseSchema,
  CreateRepositoryRequest,
  repositoriesResponseSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { RepositoryRequest } from '@backstage-gitops/plugin-gitops-node';
import { ServiceUnavailableError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createTestDatabases } from './__testUtils__/databases';
import { answer } from './__testUtils__/portals';
import {
  ProposalPortal,
  proposalPortals,
} from './__testUtils__/proposalPortals';
import { Remote } from './__testUtils__/Remote';

const wanted: CreateRepositoryRequest = {
  host: 'github.com',
  owner: 'acme',
  name: 'shop-config',
  layout: 'kustomize',
  engine: 'builtin',
  environments: [{ name: 'staging' }, { name: 'production', protected: true }],
  codeOwners: ['@acme/shop'],
};

describe.each(createTestDatabases().eachSupportedId())(
  'new repositories on %s',
  id => {
    const { start, directory } = proposalPortals(id);

    /** A forge that makes real repositories. */
    async function startMaking(
      options: Parameters<typeof start>[0] = {},
    ): Promise<ProposalPortal> {
      const portal = await start(options);
      const made = new Map<string, string>();
      portal.forge.onCreate = ({ name, files }: RepositoryRequest) => {
        const known = made.get(name);
        if (known !== undefined) return known;
        const place = directory.resolve(randomUUID());
        const remote = new Remote(path.join(place, name));
        for (const { path: file, content = '' } of files) {
          remote.write(file, content);
        }
        remote.commit('Begin');
        made.set(name, remote.directory);
        return remote.directory;
      };
      return portal;
    }

    const create = (portal: ProposalPortal, more: object = {}) =>
      answer(
        createRepositoryResponseSchema,
        portal.post('/repositories', { ...wanted, ...more }),
      );

    const repositories = async (portal: ProposalPortal) =>
      (
        await answer(repositoriesResponseSchema, portal.get('/repositories'))
      ).items.map(({ id: name, state }) => [name, state]);

    it('are shown and not made for a dry run', async () => {
      const portal = await startMaking();
      const { files, repository } = await create(portal, { dryRun: true });
      expect(repository).toBeUndefined();
      expect(files.map(file => file.path)).toEqual(
        expect.arrayContaining(['README.md', 'CODEOWNERS']),
      );
      expect(portal.forge.created).toEqual([]);
      expect(await portal.knex('registered_repositories')).toEqual([]);
    });

    it('are made, protected, and read at once', async () => {
      const portal = await startMaking();
      const forgeToken = 'ghp_ofGraceHopper0123456789';
      const answered = await create(portal, { forgeToken });
      expect(answered).toMatchObject({
        repository: {
          id: 'shop-config',
          url: 'https://github.com/acme/shop-config',
        },
        diagnostics: [{ level: 'warning' }],
      });
      expect(portal.forge.created).toMatchObject([
        {
          ...{ owner: 'acme', name: 'shop-config', visibility: 'private' },
          token: forgeToken,
          protection: { requiredApprovals: 1, requireCodeOwners: true },
        },
      ]);
      expect(await repositories(portal)).toEqual([
        ['platform', 'ready'],
        ['shop-config', 'ready'],
      ]);
      expect(portal.audits()).toMatchObject([
        {
          eventId: 'repository-create',
          status: 'succeeded',
          meta: { repository: 'shop-config', host: 'github.com' },
        },
      ]);
      const everything = JSON.stringify([
        await portal.knex('registered_repositories'),
        portal.audits(),
        portal.logged(),
        answered,
      ]);
      expect(everything).not.toContain(forgeToken);
    });

    it('are read by other replicas, and after a restart', async () => {
      const portal = await startMaking();
      const other = await start(portal);
      await create(portal);
      // Who doesn't know of it yet doesn't have it forgotten.
      await other.readCatalog();
      await other.catchUp();
      expect(await repositories(other)).toEqual([
        ['platform', 'ready'],
        ['shop-config', 'ready'],
      ]);
      await other.read('shop-config');
      await portal.stop();
      const restarted = await start(portal);
      expect(await repositories(restarted)).toEqual([
        ['platform', 'ready'],
        ['shop-config', 'ready'],
      ]);
    });

    it('are the same for who asks for the same again', async () => {
      const portal = await startMaking();
      const first = await create(portal);
      const again = await create(portal);
      expect(again.repository).toEqual(first.repository);
      expect(portal.forge.created).toHaveLength(1);
      const { status } = await portal.post('/repositories', {
        ...wanted,
        layout: 'helmValues',
      });
      expect(status).toBe(409);
    });

    it('get an id of their own', async () => {
      const portal = await startMaking();
      const first = await create(portal, { name: 'platform' });
      const second = await create(portal, { name: 'platform', owner: 'other' });
      expect([first, second].map(made => made.repository?.id)).toEqual([
        'platform-2',
        'platform-3',
      ]);
    });

    it('are finished by another where one dies', async () => {
      const dying = await startMaking();
      for (const step of ['create', 'answer'] as const) {
        const name = `made-until-${step}`;
        const { reached, goOn } = dying.forge.stopAt(step);
        const answered = dying
          .post('/repositories', { ...wanted, name })
          .then(({ status }) => status);
        await reached;
        const heir = await start(dying);
        await heir.catchUp();
        expect(
          (await repositories(heir)).map(([known]) => known),
        ).not.toContain(name);
        await dying
          .knex('registered_repositories')
          .whereNotNull('holder')
          .update({ held_until: 1 });
        await heir.catchUp();
        expect((await repositories(heir)).map(([known]) => known)).toContain(
          name,
        );
        goOn();
        await answered;
        expect(
          dying.forge.created.filter(made => made.name === name),
        ).toHaveLength(1);
      }
    });

    it('can be asked for again where the forge failed', async () => {
      const portal = await startMaking();
      portal.forge.fail('create', new ServiceUnavailableError('502'));
      const failed = await portal.post('/repositories', wanted);
      expect(failed.status).toBe(503);
      expect(await portal.knex('registered_repositories')).toMatchObject([
        { state: 'failed', reason: '502', holder: null },
      ]);
      portal.forge.faults.clear();
      expect((await create(portal)).repository?.id).toBe('shop-config');
    });

    it.each([
      { host: 'nowhere.example' },
      { owner: '../acme' },
      { name: 'a/b' },
      { name: '-rf' },
      { defaultBranch: '../main' },
      { environments: [] },
      { environments: [{ name: 'a\nb' }] },
      { engine: 'argocd', layout: 'helmRelease' },
    ])('are refused with %j', async more => {
      const portal = await startMaking();
      const { status } = await portal.post('/repositories', {
        ...wanted,
        ...more,
      });
      expect(status).toBe(400);
      expect(portal.forge.created).toEqual([]);
    });
  },
);
