import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { EventParams } from '@backstage/plugin-events-node';
import { ForgeListener } from './ForgeListener';
import { proposalTaskId } from './proposalTaskId';

/** A scheduler whose task answers so, one after another, and then begins. */
async function listen(...answers: readonly Error[]) {
  const asked: string[] = [];
  const left = [...answers];
  const scheduler = mockServices.scheduler.mock({
    triggerTask: async id => {
      asked.push(id);
      const answer = left.shift();
      if (answer) throw answer;
    },
  });
  const handlers = new Map<string, (event: EventParams) => Promise<void>>();
  const config = {
    id: 'shop',
    url: 'https://git.example/acme/shop',
    rules: [],
  };
  let pauses = 0;
  const listener = new ForgeListener({
    repositories: { entries: new Map([['shop', { config }]]) },
    scheduler,
    logger: mockServices.logger.mock(),
    delay: async () => {
      pauses += 1;
    },
  });
  await listener.subscribe({
    publish: async () => undefined,
    subscribe: async ({ id, onEvent }) => {
      handlers.set(id, onEvent);
    },
  });
  const tell = async () => {
    const event = { repository: { html_url: config.url } };
    await handlers.get('pull-request')?.({
      topic: 'github.pull_request',
      eventPayload: event,
    });
    // What is asked again is asked behind the back of who told.
    await new Promise(resolve => setImmediate(resolve));
  };
  return { asked, tell, pauses: () => pauses };
}

const task = proposalTaskId('shop');
const atWork = () => new ConflictError('it is running');

describe('ForgeListener', () => {
  it('has the proposals followed when a pull request moves', async () => {
    const { asked, tell, pauses } = await listen();
    await tell();
    expect([asked, pauses()]).toEqual([[task], 0]);
  });

  it('asks a task that is at work again until it begins', async () => {
    const { asked, tell, pauses } = await listen(atWork(), atWork(), atWork());
    await tell();
    expect([asked, pauses()]).toEqual([[task, task, task, task], 3]);
    await tell();
    expect(asked).toHaveLength(5);
  });

  it('does not ask again for a task that is not there, and gives up in the end', async () => {
    const absent = await listen(new NotFoundError('no such task'));
    await absent.tell();
    expect(absent.asked).toEqual([task]);
    const busy = await listen(...Array.from({ length: 100 }, atWork));
    await busy.tell();
    expect(busy.asked).toHaveLength(30);
  });
});
