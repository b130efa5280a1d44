import { aTarget } from '../__testUtils__/answers';
import { TaskRunner } from '../__testUtils__/TaskRunner';
import { withApi } from '../__testUtils__/withApi';

const hostile = [
  '../../../etc/passwd',
  'cart\nkind: Secret',
  '${{ secrets.USER_OAUTH_TOKEN }}',
  '$(touch /tmp/pwned)',
  'a"b\'c`d',
  '\u202egnp.exe',
];

describe('what a form holds arrives as data', () => {
  const server = withApi();

  it.each(hostile)(
    'a service named %j is asked for by that name',
    async name => {
      server.api.targets = [aTarget('production', { service: name, id: 't' })];
      await new TaskRunner(server.api).run('gitops:rollback', {
        service: name,
        environment: 'production',
        to: name,
        reason: name,
      });
      expect(server.api.requests[0].query.get('service')).toBe(name);
      expect(server.api.bodies('/proposals')).toMatchObject([
        { request: { targets: ['t'], to: name, reason: name } },
      ]);
    },
  );

  it.each(hostile)('an entity named %j never leaves its route', async name => {
    const runner = new TaskRunner(server.api);
    await runner
      .run('gitops:rollback', {
        entityRef: `component:default/${name}`,
        environment: 'production',
        to: 'v1',
      })
      .catch(() => {});
    for (const { path } of server.api.requests) {
      expect(path).toMatch(/^\/entities\/component\/default\/[^/]+\/targets$/);
    }
    expect(server.api.bodies('/proposals')).toEqual([]);
  });

  it.each(['..', '.'])('a proposal named %j is none', async proposalId => {
    const runner = new TaskRunner(server.api);
    await expect(
      runner.run('gitops:pull-request:wait', { proposalId }),
    ).rejects.toThrow('names nothing');
    expect(server.api.requests).toEqual([]);
  });

  it.each(hostile)('a version %j is for the API to refuse', async version => {
    server.api.targets = [aTarget('production')];
    await expect(
      new TaskRunner(server.api).run('gitops:version:set', {
        entityRef: 'component:default/cart',
        environment: 'production',
        version,
      }),
    ).rejects.toThrow(expect.objectContaining({ name: 'InputError' }));
    expect(server.api.bodies('/proposals/preview')).toMatchObject([
      { version },
    ]);
    expect(server.api.bodies('/proposals')).toEqual([]);
  });

  it('a name stands on one line of an error', async () => {
    await expect(
      new TaskRunner(server.api).run('gitops:rollback', {
        service: 'cart\nINFO all is well',
        environment: 'production',
        to: 'v1',
      }),
    ).rejects.toThrow('"cart\\nINFO all is well"');
  });
});
