import { ServerResponse } from 'node:http';
import {
  AuthenticationError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { WatchEvent } from './ClusterClient';
import { ClusterLimits } from './ClusterLimits';
import { createClusterClient } from './createClusterClient';
import {
  configMap,
  failure,
  HostileAnswer,
  HostileRequest,
  HostileServer,
  line,
  listOf,
  watchOf,
} from './testing/HostileServer';
import { ManualTime } from './testing/ManualTime';

const type = {
  ...{ group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps' },
  ...{ namespaced: true, verbs: ['list', 'watch'] },
};
const path = '/api/v1/configmaps';
const bookmark = (resourceVersion: string) =>
  line('BOOKMARK', { metadata: { resourceVersion } });
const expired = { kind: 'Status', code: 410, reason: 'Expired' };

const immediately = () =>
  new Promise(resolve => {
    setImmediate(resolve);
  });

describe('A watch', () => {
  let server: HostileServer;
  let time: ManualTime;
  let stop: AbortController;

  beforeEach(async () => {
    server = await HostileServer.start();
    time = new ManualTime();
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await server.stop();
  });

  /** Answers lists and watches each in turn, the last of each for ever. */
  function answering(lists: HostileAnswer[], watches: HostileAnswer[]) {
    server.answer = ({ path: asked, query }) => {
      if (asked !== path) return undefined;
      const answers = query.has('watch') ? watches : lists;
      return answers.length > 1 ? answers.shift() : answers[0];
    };
  }

  const requests = (isWatch: boolean): readonly HostileRequest[] =>
    server.requests.filter(
      each => each.path === path && each.query.has('watch') === isWatch,
    );

  function client(limits: Partial<ClusterLimits> = {}) {
    const { connection } = server;
    return createClusterClient({ name: 'eu', connection }, { limits, time });
  }

  /** Reads so many events, as words. */
  async function read(count: number, limits: Partial<ClusterLimits> = {}) {
    const { signal } = stop;
    const told: string[] = [];
    for await (const event of client(limits).watch(type, {}, { signal })) {
      told.push(wordsOf(event));
      if (told.length === count) break;
    }
    return told;
  }

  it('goes on from the version of the list, then of the last event', async () => {
    const ends: HostileAnswer = response =>
      response.end(line('ADDED', configMap('b', '12')) + bookmark('15'));
    answering(
      [listOf([configMap('a', '3')], { resourceVersion: '10' })],
      [ends, watchOf(line('DELETED', configMap('b', '16')))],
    );

    expect(await read(5)).toEqual([
      'listing',
      'upserted a',
      'synced',
      'upserted b',
      'deleted b',
    ]);
    const asked = requests(true).map(({ query }) => query);
    expect(asked.map(query => query.get('resourceVersion'))).toEqual([
      '10',
      '15',
    ]);
    expect(asked[0].get('allowWatchBookmarks')).toBe('true');
    expect(asked[0].get('timeoutSeconds')).toBe('450');
    expect(requests(false)).toHaveLength(1);
    expect(time.waits).toEqual([]);
  });

  it.each([
    ['an answer', failure(410, 'Expired')],
    ['an event', watchOf(line('ERROR', expired))],
  ])('lists again when its version expired by %s', async (_, answer) => {
    answering(
      [
        listOf([configMap('a')]),
        listOf([configMap('b')], { resourceVersion: '20' }),
      ],
      [answer, watchOf(line('MODIFIED', configMap('b', '21')))],
    );

    expect(await read(7)).toEqual([
      'listing',
      'upserted a',
      'synced',
      'listing',
      'upserted b',
      'synced',
      'upserted b',
    ]);
    expect(requests(true)[1].query.get('resourceVersion')).toBe('20');
  });

  it('lists from the start when the pages expired', async () => {
    answering(
      [
        listOf([configMap('a')], { resourceVersion: '1', continue: 'next' }),
        failure(410, 'Expired'),
        listOf([configMap('b')]),
      ],
      [watchOf()],
    );

    expect(await read(5)).toEqual([
      'listing',
      'upserted a',
      'listing',
      'upserted b',
      'synced',
    ]);
    expect(requests(false).map(({ query }) => query.get('continue'))).toEqual([
      null,
      'next',
      null,
    ]);
  });

  it('takes smaller pages where one is too large', async () => {
    const large = configMap('a', '1', { data: { text: 'x'.repeat(4000) } });
    server.answer = ({ path: asked, query }) => {
      if (asked !== path) return undefined;
      if (query.has('watch')) return watchOf();
      const limit = Number(query.get('limit'));
      const items = Array.from({ length: Math.min(limit, 4) }, () => large);
      return listOf(items);
    };

    const told = await read(3, { answerBytes: 10_000, pageSize: 100 });
    expect(told).toEqual(['listing', 'upserted a', 'upserted a']);
    expect(requests(false).map(({ query }) => query.get('limit'))).toEqual([
      '100',
      '13',
      '2',
    ]);
  });

  it('backs off while the server is in trouble, and no longer than needed', async () => {
    const storm = failure(500, 'Storm');
    answering(
      [listOf([])],
      [
        storm,
        watchOf(line('ERROR', { kind: 'Status', code: 500 })),
        failure(429, 'Storm'),
        response => response.end(line('ADDED', configMap('a', '11'))),
        storm,
        watchOf(line('ADDED', configMap('b', '12'))),
      ],
    );

    expect(await read(4)).toEqual([
      'listing',
      'synced',
      'upserted a',
      'upserted b',
    ]);
    expect(time.waits).toEqual([187.5, 375, 750, 187.5]);
    expect(requests(false)).toHaveLength(1);
  });

  it('waits as long as the server asks for', async () => {
    const busy = { status: 429, headers: { 'Retry-After': '20' } };
    answering(
      [listOf([])],
      [busy, watchOf(line('ADDED', configMap('a', '11')))],
    );

    expect(await read(3)).toEqual(['listing', 'synced', 'upserted a']);
    expect(time.waits).toEqual([20_000]);
  });

  it('gives up when the server stays away', async () => {
    answering([listOf([])], [failure(503, 'Storm')]);

    await expect(read(9)).rejects.toThrow(ServiceUnavailableError);
    expect(requests(true)).toHaveLength(5);
  });

  it.each([
    [401, AuthenticationError],
    [403, NotAllowedError],
    [404, NotFoundError],
  ])('gives up at once on %d', async (code, error) => {
    answering([listOf([])], [failure(code, 'No')]);

    await expect(read(9)).rejects.toThrow(error);
    expect(time.waits).toEqual([]);
  });

  it('does not hurry where watches end without news, nor give up', async () => {
    let watches = 0;
    server.answer = ({ path: asked, query }) => {
      if (asked !== path) return undefined;
      if (!query.has('watch')) return listOf([]);
      watches++;
      if (watches < 12) return { text: '' };
      return watchOf(line('ADDED', configMap('a', '11')));
    };

    expect(await read(3)).toEqual(['listing', 'synced', 'upserted a']);
    expect(time.waits).toHaveLength(11);
    expect(Math.min(...time.waits.slice(4))).toBeGreaterThanOrEqual(1500);
  });

  it('takes it for no failure that a proxy cuts what is silent for a minute', async () => {
    const now = jest.spyOn(time, 'now');
    const cut = async (response: ServerResponse) => {
      const looks = now.mock.calls.length;
      response.flushHeaders();
      // Until the client has seen that it is open.
      while (now.mock.calls.length === looks) await immediately();
      time.pass(60_000);
      response.destroy();
    };
    let watches = 0;
    server.answer = ({ path: asked, query }) => {
      if (asked !== path) return undefined;
      if (!query.has('watch')) return listOf([]);
      watches++;
      return watches > 8 ? watchOf(line('ADDED', configMap('a', '11'))) : cut;
    };

    expect(await read(3)).toEqual(['listing', 'synced', 'upserted a']);
    expect(Math.max(...time.waits)).toBeLessThan(250);
  });

  it('gives up where a server lets wait for a minute before it fails', async () => {
    answering(
      [listOf([])],
      [
        response => {
          time.pass(60_000);
          response.destroy();
        },
      ],
    );

    await expect(read(9)).rejects.toThrow(ServiceUnavailableError);
    // The first was sent anew: it had been sent on the connection of the list.
    expect(requests(true)).toHaveLength(1 + 5);
  });

  it('opens a silent watch anew', async () => {
    answering(
      [listOf([])],
      [watchOf(), watchOf(line('ADDED', configMap('a', '11')))],
    );

    expect(await read(3, { watchIdleMs: 30 })).toEqual([
      'listing',
      'synced',
      'upserted a',
    ]);
    // A busy machine may take the next one for silent as well.
    expect(requests(true).length).toBeGreaterThan(1);
    expect(requests(false)).toHaveLength(1);
  });

  it('goes on after a connection that was cut', async () => {
    const cut: HostileAnswer = response => {
      response.write(
        `${line('ADDED', configMap('a', '11'))}{"type":"ADDED","obj`,
        () => response.destroy(),
      );
    };
    answering(
      [listOf([])],
      [cut, watchOf(line('ADDED', configMap('b', '12')))],
    );

    expect(await read(4)).toEqual([
      'listing',
      'synced',
      'upserted a',
      'upserted b',
    ]);
    expect(requests(true)[1].query.get('resourceVersion')).toBe('11');
  });

  it.each([
    ['no JSON', '<html>\n'],
    ['no event', '{}\n'],
    ['no object', line('ADDED', 'x')],
    ['an object of no version', line('ADDED', { metadata: { name: 'a' } })],
    ['a line too long', `${'x'.repeat(3000)}`],
  ])('takes %s for a failure', async (_, text) => {
    answering([listOf([])], [watchOf(text)]);

    await expect(read(9, { answerBytes: 2000 })).rejects.toThrow(
      ServiceUnavailableError,
    );
  });

  it('ends when it is told to, and lets go of the connection', async () => {
    const closed = new Promise<void>(resolve => {
      answering(
        [listOf([])],
        [
          response => {
            response.flushHeaders();
            response.on('close', resolve);
          },
        ],
      );
    });
    const reading = read(9);
    while (requests(true).length === 0) await immediately();

    stop.abort();
    expect(await reading).toEqual(['listing', 'synced']);
    await closed;
  });

  it('lets go of the connection when nobody reads on', async () => {
    const closed = new Promise<void>(resolve => {
      answering(
        [listOf([])],
        [
          response => {
            response.write(line('ADDED', configMap('a', '11')));
            response.on('close', resolve);
          },
        ],
      );
    });
    expect(await read(3)).toEqual(['listing', 'synced', 'upserted a']);
    await closed;
  });
});

function wordsOf(event: WatchEvent): string {
  if (!('object' in event)) return event.type;
  const { name } = event.object.metadata as { name: string };
  return `${event.type} ${name}`;
}
