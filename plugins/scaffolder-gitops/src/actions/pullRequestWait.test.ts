import { aProposal } from '../__testUtils__/answers';
import { TaskRunner } from '../__testUtils__/TaskRunner';
import { withApi } from '../__testUtils__/withApi';

const wait = 'gitops:pull-request:wait';

describe('gitops:pull-request:wait', () => {
  const server = withApi();

  beforeEach(() => {
    server.api.proposals.set('one', aProposal(1));
  });

  it('waits for the merge, ever more patiently, and tells what it waits for', async () => {
    server.api.steps.push(
      { reason: 'waits for 2 approvals' },
      { reason: 'waits for 2 approvals' },
      { reason: 'waits for checks' },
      { state: 'merged', reason: undefined },
    );
    const runner = new TaskRunner(server.api);
    const output = await runner.run(wait, { proposalId: 'p1' });
    expect(output).toMatchObject({ state: 'merged', pullRequestNumber: 1 });
    expect(runner.pauses).toEqual([2_000, 3_000, 4_500]);
    expect(runner.log).toEqual([
      'Pull request #1 is open: waits for 2 approvals',
      'Pull request #1 is open: waits for checks',
      'Pull request #1 is merged',
    ]);
  });

  it('takes what runs already for merged', async () => {
    server.api.steps.push({ state: 'running' });
    const output = await new TaskRunner(server.api).run(wait, {
      proposalId: 'p1',
    });
    expect(output.state).toBe('running');
  });

  it('goes on to what runs where that is asked for', async () => {
    server.api.steps.push({ state: 'merged' }, {}, { state: 'running' });
    const runner = new TaskRunner(server.api);
    const output = await runner.run(wait, {
      proposalId: 'p1',
      until: 'running',
    });
    expect(output.state).toBe('running');
    expect(runner.pauses).toHaveLength(2);
  });

  it.each([
    ['closed', /pull\/1 was closed without a merge: superseded/],
    ['failed', /pull\/1 has failed: superseded/],
  ] as const)('fails where it is %s, and says why', async (state, message) => {
    server.api.steps.push({ state, reason: 'superseded' });
    await expect(
      new TaskRunner(server.api).run(wait, { proposalId: 'p1' }),
    ).rejects.toThrow(message);
  });

  it('gives up in time, and says how far it is', async () => {
    server.api.steps.push({ reason: 'waits for checks' });
    const runner = new TaskRunner(server.api);
    await expect(
      runner.run(wait, { proposalId: 'p1', timeout: { minutes: 2 } }),
    ).rejects.toThrow(/is not merged in time; it is open: waits for checks/);
    const waited = runner.pauses.reduce((sum, pause) => sum + pause, 0);
    expect(waited).toBe(120_000);
    expect(Math.max(...runner.pauses)).toBe(30_000);
  });

  it('waits no longer for having been resumed', async () => {
    const runner = new TaskRunner(server.api);
    const input = { proposalId: 'p1', timeout: { minutes: 2 } };
    await expect(runner.run(wait, input)).rejects.toThrow('in time');
    const pauses = runner.pauses.length;
    await expect(runner.run(wait, input)).rejects.toThrow('in time');
    expect(runner.pauses).toHaveLength(pauses);
  });

  it('waits for a backend that is away', async () => {
    server.api.failures.set('/p1', [
      { status: 503, name: 'ServiceUnavailableError', message: 'starting' },
      { status: 502, name: 'Error', message: 'bad gateway' },
    ]);
    server.api.steps.push({ state: 'merged' });
    const runner = new TaskRunner(server.api);
    await runner.run(wait, { proposalId: 'p1' });
    expect(runner.log).toContain('Reading the proposal "p1" failed: starting');
  });

  it('does not wait where it may not look', async () => {
    server.api.failures.set('/p1', [
      { status: 403, name: 'NotAllowedError', message: 'not for you' },
    ]);
    const runner = new TaskRunner(server.api);
    await expect(runner.run(wait, { proposalId: 'p1' })).rejects.toThrow(
      'not for you',
    );
    expect(runner.pauses).toEqual([]);
  });

  it('ends with the task that is cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(
      new TaskRunner(server.api).run(
        wait,
        { proposalId: 'p1' },
        { signal: controller.signal },
      ),
    ).rejects.toThrow(/abort/i);
    expect(server.api.requests).toEqual([]);
  });

  it('waits for nothing in a dry run', async () => {
    const output = await new TaskRunner(server.api).run(
      wait,
      { proposalId: 'dry-run' },
      { isDryRun: true },
    );
    expect(output).toEqual({ proposalId: 'dry-run', state: 'planned' });
    expect(server.api.requests).toEqual([]);
  });
});
