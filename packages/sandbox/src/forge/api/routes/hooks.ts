import { isoTime } from '../../git/CommitDetails';
import { GithubError, notFound } from '../../GithubError';
import { Hook, isLocalUrl } from '../../webhooks/Hook';
import { Fields } from '../Fields';
import { presentHook } from '../present/presentHook';
import {
  actorOf,
  Call,
  created,
  empty,
  numberOf,
  Reply,
  Route,
  route,
} from '../Route';
import { writableOf } from './repositoryState';

const base = '/repos/:owner/:repo/hooks';

/** Where a repository's events go. */
export const hookRoutes: readonly Route[] = [
  route('GET', base, async call => {
    const repository = await writableOf(call);
    const { hooks } = await repository.read();
    return {
      type: 'list',
      items: hooks.map(hook => presentHook(call.site, repository, hook)),
    };
  }),
  route('POST', base, createHook),
  route('DELETE', `${base}/:id`, async call => {
    const repository = await writableOf(call);
    const id = numberOf(call, 'id');
    await repository.change(async ({ record }) => {
      const left = record.hooks.filter(hook => hook.id !== id);
      if (left.length === record.hooks.length) throw notFound();
      record.hooks = left;
    });
    return empty;
  }),
];

async function createHook(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  const fields = new Fields('Hook', call.body);
  const config = fields.object('config');
  const url = config?.string('url') ?? '';
  if (!isLocalUrl(url))
    throw refused(
      'url is not supported because it is no address of this machine',
    );
  if (config?.optionalString('content_type') !== 'json') {
    throw refused('content_type has to be json');
  }
  const hook = await repository.change(async work => {
    work.record.lastId += 1;
    const events = fields.strings('events');
    const secret = config.optionalString('secret');
    const made: Hook = {
      ...{ id: work.record.lastId, url },
      ...(secret && { secret }),
      events: events.length > 0 ? events : ['push'],
      active: fields.flag('active', true),
      createdAt: isoTime(Date.now()),
    };
    if (work.record.hooks.some(present => present.url === url)) {
      throw refused('Hook already exists on this repository');
    }
    work.record.hooks.push(made);
    work.emit({ type: 'ping', hook: made.id, actor: actorOf(call).login });
    return made;
  });
  return created(presentHook(call.site, repository, hook));
}

function refused(message: string): GithubError {
  return new GithubError(422, 'Validation Failed', [
    { resource: 'Hook', field: 'config', code: 'custom', message },
  ]);
}
