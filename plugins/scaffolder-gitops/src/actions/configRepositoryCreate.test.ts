import { createMockDirectory } from '@backstage/backend-test-utils';
import { TaskRunner } from '../__testUtils__/TaskRunner';
import { withApi } from '../__testUtils__/withApi';

const id = 'gitops:config-repo:create';
const input = {
  repoUrl: 'github.com?owner=acme&repo=platform-config',
  layout: 'kustomize',
  engine: 'argocd',
  environments: [
    { name: 'staging' },
    { name: 'production', clusters: ['eu-1'], protected: true },
  ],
  codeOwners: ['@acme/platform'],
};

describe('gitops:config-repo:create', () => {
  const server = withApi();
  const workspace = createMockDirectory();
  const asked = () => server.api.bodies('/repositories');

  it('makes the repository where the form says, and tells where it is', async () => {
    const output = await new TaskRunner(server.api).run(id, input);
    const { repoUrl: _, ...rest } = input;
    expect(asked()).toEqual([
      {
        ...rest,
        host: 'github.com',
        owner: 'acme',
        name: 'platform-config',
        dryRun: false,
      },
    ]);
    expect(output).toEqual({
      repositoryId: 'platform-config',
      remoteUrl: 'https://github.com/acme/platform-config.git',
      repositoryUrl: 'https://github.com/acme/platform-config',
      files: ['README.md', 'apps/base/kustomization.yaml'],
    });
  });

  it('makes none in a dry run, and puts its files where they can be read', async () => {
    const output = await new TaskRunner(server.api).run(id, input, {
      isDryRun: true,
      workspacePath: workspace.path,
    });
    expect(asked()).toMatchObject([{ dryRun: true }]);
    expect(output).toEqual({
      files: ['README.md', 'apps/base/kustomization.yaml'],
    });
    expect(workspace.content()).toEqual({
      'README.md': '# platform-config\n',
      apps: { base: { 'kustomization.yaml': 'resources: []\n' } },
    });
  });

  it('asks for the very same after it died before that was kept', async () => {
    const runner = new TaskRunner(server.api);
    await expect(
      runner.run(id, input, { diesAfter: 'create' }),
    ).rejects.toThrow('killed');
    await runner.run(id, input);
    await runner.run(id, input);
    expect(asked()).toHaveLength(2);
    expect(asked()[0]).toEqual(asked()[1]);
  });

  it('hands over the person’s token, and keeps it nowhere', async () => {
    const token = 'gho_secretsecretsecret';
    const runner = new TaskRunner(server.api, { requireUserToken: true });
    await expect(runner.run(id, input)).rejects.toThrow(
      'requireScmUserCredentials',
    );
    await runner.run(id, { ...input, token });
    expect(asked()).toMatchObject([{ forgeToken: token }]);
    expect([...runner.checkpoints].flat().join()).not.toContain(token);
    expect(runner.log.join()).not.toContain(token);
  });

  it.each([
    ['elsewhere.example?owner=acme&repo=x', /No matching integration/],
    ['github.com?repo=x', /missing owner/],
  ])('refuses %s', async (repoUrl, message) => {
    await expect(
      new TaskRunner(server.api).run(id, { ...input, repoUrl }),
    ).rejects.toThrow(message);
    expect(server.api.requests).toEqual([]);
  });

  it.each(['../../other', 'a b', 'x\ny', '${{ x }}'])(
    'makes nothing outside of the name %j',
    async name => {
      const repoUrl = `github.com?owner=acme&repo=${encodeURIComponent(name)}`;
      await expect(
        new TaskRunner(server.api).run(id, { ...input, repoUrl }),
      ).rejects.toThrow(expect.objectContaining({ name: 'InputError' }));
      expect(asked()).toMatchObject([{ name }]);
    },
  );
});
