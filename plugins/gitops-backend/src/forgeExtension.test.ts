import {
  createRepositoryResponseSchema,
  entityTargetsResponseSchema,
} from '@backstage-gitops/plugin-gitops-common';
import {
  configuredForges,
  ForgeRepository,
  gitopsForgesExtensionPoint,
} from '@backstage-gitops/plugin-gitops-node';
import { createBackendModule } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { randomUUID } from 'node:crypto';
import { createTestDatabases } from './__testUtils__/databases';
import { azureDevOps } from './__testUtils__/examples/forgeModule';
import { MemoryForge } from './__testUtils__/MemoryForge';
import { answer } from './__testUtils__/portals';
import { proposalPortals, seeded } from './__testUtils__/proposalPortals';
import { Remote } from './__testUtils__/Remote';

const address = 'https://dev.azure.com/acme/shop/_git/platform';

class AzureForge extends MemoryForge {
  readonly kind = 'azure-devops';

  cloneUrl({ host, owner, name }: ForgeRepository): string {
    return `https://${host}/${owner}/_git/${name}`;
  }
}

describe.each(createTestDatabases().eachSupportedId())(
  'a forge of a module on %s',
  id => {
    const { start, directory } = proposalPortals(id);

    async function startOnAzure() {
      const remote = seeded(new Remote(directory.resolve(randomUUID())));
      const forge = new AzureForge(remote);
      const repository = { id: 'platform', url: remote.directory };
      const portal = await start({
        ...{ remote, forge, openForges: configuredForges },
        features: [azureDevOps(forge)],
        config: {
          gitops: { repositories: [{ ...repository, upstream: address }] },
        },
      });
      return portal;
    }

    it('is where proposals are opened and followed', async () => {
      const portal = await startOnAzure();
      const opened = await portal.propose(await portal.promote());
      expect(opened).toMatchObject({
        state: 'open',
        pullRequest: { number: 1 },
      });
      const [{ repositoryUrl, branch }] = portal.forge.requests;
      expect(repositoryUrl).toBe(address);
      portal.forge.merge(1);
      await portal.read('platform');
      await portal.follow('platform');
      expect(await portal.one(opened.id)).toMatchObject({
        state: 'merged',
      });
      expect(
        portal.remote.read('cart/production/kustomization.yaml'),
      ).toContain('newTag: v3');
      expect(branch).toMatch(/^gitops\//);
    });

    it('has its pages linked to', async () => {
      const portal = await startOnAzure();
      const { targets } = await answer(
        entityTargetsResponseSchema,
        portal.get('/entities/component/default/cart/targets'),
      );
      const links = JSON.stringify(targets);
      expect(links).toContain(
        `${address}?path=/cart/production/kustomization.yaml&version=GC${portal.remote.head()}`,
      );
      expect(links).toContain(`${address}/pullrequest/7`);
    });

    it('is told what it refuses', async () => {
      const portal = await startOnAzure();
      portal.forge.fail('pull', new ServiceUnavailableError('It is away'));
      const request = await portal.promote();
      const { revisions } = await portal.preview(request);
      const { status, body } = await portal.post('/proposals', {
        request,
        revisions,
      });
      expect([status, body.error.message]).toEqual([503, 'It is away']);
    });

    it('makes repositories, whose CI is left to people', async () => {
      const portal = await startOnAzure();
      const { files } = await answer(
        createRepositoryResponseSchema,
        portal.post('/repositories', {
          ...{ host: 'dev.azure.com', owner: 'acme/shop', name: 'deploy' },
          layout: 'kustomize',
          engine: 'flux',
          environments: [{ name: 'staging' }, { name: 'production' }],
          dryRun: true,
        }),
      );
      expect(files.map(({ path }) => path)).not.toContainEqual(
        expect.stringMatching(/^\.(github|gitea|gitlab)/),
      );
      const readme = files.find(({ path }) => path === 'README.md');
      expect(readme?.content).toContain('Have your CI lint every change');
      expect(JSON.stringify(files)).toContain(
        'https://dev.azure.com/acme/shop/_git/deploy',
      );
    });

    it('is not taken for a host that integrations name', async () => {
      const forge = new MemoryForge(
        new Remote(directory.resolve(randomUUID())),
      );
      const github = createBackendModule({
        pluginId: 'gitops',
        moduleId: 'other-github',
        register({ registerInit }) {
          registerInit({
            deps: { forges: gitopsForgesExtensionPoint },
            async init({ forges }) {
              forges.addForge({ host: 'GitHub.com', forge });
            },
          });
        },
      });
      await expect(
        start({ openForges: configuredForges, features: [github] }),
      ).rejects.toThrow(
        /Module 'other-github' .*There is a forge 'github.com' already/,
      );
    });
  },
);
