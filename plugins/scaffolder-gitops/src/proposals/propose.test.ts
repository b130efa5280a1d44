import { aProposal, aTarget } from '../__testUtils__/answers';
import { TaskRunner } from '../__testUtils__/TaskRunner';
import { withApi } from '../__testUtils__/withApi';

const input = {
  entityRef: 'component:default/cart',
  environment: 'production',
  version: 'v42',
};

describe('an action that proposes a change', () => {
  const server = withApi();
  const opened = () => server.api.bodies('/proposals');
  const planned = () => server.api.bodies('/proposals/preview');

  beforeEach(() => {
    server.api.targets = [aTarget('staging'), aTarget('production')];
  });

  it.each(['plan', 'open'])(
    'is resumed without a second pull request after dying behind its effect "%s"',
    async diesAfter => {
      const runner = new TaskRunner(server.api);
      await expect(
        runner.run('gitops:version:set', input, { diesAfter }),
      ).rejects.toThrow('killed');

      const output = await runner.run('gitops:version:set', input);
      expect(output.pullRequestNumber).toBe(1);
      expect(server.api.proposals.size).toBe(1);
      expect(new Set(opened().map(body => JSON.stringify(body))).size).toBe(1);
    },
  );

  it('asks for nothing at all once it is done', async () => {
    const runner = new TaskRunner(server.api);
    const first = await runner.run('gitops:version:set', input);
    const before = server.api.requests.length;
    expect(await runner.run('gitops:version:set', input)).toEqual(first);
    expect(server.api.requests).toHaveLength(before);
  });

  it('keeps to what was planned, though the repository has changed since', async () => {
    const runner = new TaskRunner(server.api);
    await expect(
      runner.run('gitops:version:set', input, { diesAfter: 'open' }),
    ).rejects.toThrow('killed');
    server.api.plan = { revisions: { main: 'moved' } };
    await runner.run('gitops:version:set', input);
    expect(opened()).toMatchObject([
      { revisions: { main: 'c0ffee' } },
      { revisions: { main: 'c0ffee' } },
    ]);
  });

  it('tells the iterations of a step apart', async () => {
    const runner = new TaskRunner(server.api);
    await runner.run('gitops:version:set', input);
    await runner.run('gitops:version:set', { ...input, version: 'v43' });
    expect(server.api.proposals.size).toBe(2);
  });

  it('opens nothing in a dry run, and tells what it would', async () => {
    const runner = new TaskRunner(server.api);
    const output = await runner.run('gitops:version:set', input, {
      isDryRun: true,
    });
    expect(opened()).toEqual([]);
    expect(output).toMatchObject({
      proposalId: 'dry-run',
      state: 'planned',
      targetBranchName: 'main',
      diff: expect.stringContaining('+v42'),
    });
    expect(output).not.toHaveProperty('pullRequestUrl');
    expect(runner.log.join('\n')).toContain('+v42');
  });

  it('fails with the reason of a refused plan, and looks anew when it is retried', async () => {
    server.api.plan = {
      refused: 'the policy freeze denies it',
      policies: [
        { policy: 'freeze', level: 'deny', message: 'Frozen until Monday' },
      ],
    };
    const runner = new TaskRunner(server.api);
    await expect(runner.run('gitops:version:set', input)).rejects.toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining('the policy freeze denies it'),
      }),
    );
    expect(runner.log).toContain('Policy freeze (deny): Frozen until Monday');
    expect(opened()).toEqual([]);

    server.api.plan = {};
    await runner.run('gitops:version:set', input);
    expect(opened()).toHaveLength(1);
  });

  it('fails where the branch has moved, and plans afresh when it is retried', async () => {
    server.api.failures.set('/proposals', [
      { status: 409, name: 'ConflictError', message: 'the branch has moved' },
    ]);
    const runner = new TaskRunner(server.api);
    await expect(runner.run('gitops:version:set', input)).rejects.toThrow(
      expect.objectContaining({
        name: 'ConflictError',
        message: expect.stringContaining('the branch has moved'),
      }),
    );
    server.api.plan = { revisions: { main: 'moved' } };
    await runner.run('gitops:version:set', input);
    expect(planned()).toHaveLength(2);
    expect(opened()[1]).toMatchObject({ revisions: { main: 'moved' } });
  });

  it('waits for a pull request that is opened in the backend’s own time', async () => {
    server.api.opensAs = { state: 'opening', pullRequest: undefined };
    server.api.steps.push({}, aProposal(1));
    const runner = new TaskRunner(server.api);
    const output = await runner.run('gitops:version:set', input);
    expect(output).toMatchObject({ state: 'open', pullRequestNumber: 1 });
    expect(runner.pauses).toHaveLength(1);
  });

  it.each(['failed', 'opening'] as const)(
    'fails with what the backend said where it stays %s',
    async state => {
      server.api.opensAs = {
        state,
        pullRequest: undefined,
        reason: 'the forge is read-only',
      };
      const runner = new TaskRunner(server.api);
      await expect(runner.run('gitops:version:set', input)).rejects.toThrow(
        'the forge is read-only',
      );
      expect([...runner.checkpoints.keys()]).toEqual([
        expect.stringMatching(/^plan/),
      ]);
    },
  );
});

describe('the person’s own token of the forge', () => {
  const server = withApi();
  const token = 'gho_secretsecretsecret';

  beforeEach(() => {
    server.api.targets = [aTarget('production')];
  });

  it('goes with the pull request and nowhere else', async () => {
    const runner = new TaskRunner(server.api, { requireUserToken: true });
    const output = await runner.run('gitops:version:set', { ...input, token });
    expect(server.api.bodies('/proposals')).toMatchObject([
      { forgeToken: token },
    ]);
    expect(
      JSON.stringify(server.api.bodies('/proposals/preview')),
    ).not.toContain(token);
    const kept = [...runner.checkpoints].flat().join();
    for (const text of [kept, runner.log.join(), JSON.stringify(output)]) {
      expect(text).not.toContain(token);
    }
  });

  it('is never in an error, though the backend repeats it', async () => {
    server.api.failures.set('/proposals', [
      { status: 502, name: 'Error', message: `bad credentials: ${token}` },
    ]);
    const failed = await new TaskRunner(server.api)
      .run('gitops:version:set', { ...input, token })
      .catch(error => error);
    expect(failed.message).toContain('bad credentials: ***');
    expect(
      JSON.stringify(failed, Object.getOwnPropertyNames(failed)),
    ).not.toContain(token);
  });

  it('is required where the portal writes in nobody else’s name', async () => {
    const runner = new TaskRunner(server.api, { requireUserToken: true });
    await expect(runner.run('gitops:version:set', input)).rejects.toThrow(
      expect.objectContaining({
        name: 'InputError',
        message: expect.stringContaining('requireScmUserCredentials'),
      }),
    );
    expect(server.api.requests).toEqual([]);
    await runner.run('gitops:version:set', input, { isDryRun: true });
  });
});

describe('a failed request', () => {
  const server = withApi();

  it.each([
    [403, 'NotAllowedError', 'Planning the change failed: you may not'],
    [404, 'NotFoundError', 'Planning the change failed: you may not'],
    [400, 'InputError', 'Planning the change failed: you may not'],
    [401, 'AuthenticationError', /sign-in .* is over or not accepted/],
    [503, 'ServiceUnavailableError', 'Planning the change failed: you may not'],
  ])('with %d is a readable %s', async (status, name, message) => {
    server.api.targets = [aTarget('production')];
    server.api.failures.set('/preview', [
      { status, name: 'Error', message: 'you may not' },
    ]);
    const failed = await new TaskRunner(server.api)
      .run('gitops:version:set', input)
      .catch(error => error);
    expect(failed.name).toBe(name);
    expect(failed.message).toMatch(message);
  });
});
