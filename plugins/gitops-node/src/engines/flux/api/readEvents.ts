import { EngineEvent } from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { ClusterClient } from '../../../clusters/ClusterClient';
import { Resource, ResourceRef } from '../../../manifests/Resource';
import { number, part, text } from '../../tolerant';
import { readableNote } from './readableMessage';

/** A page shows no more; an object may have hundreds. */
const maximumEvents = 50;

const eventType = {
  ...{ group: '', version: 'v1', kind: 'Event', plural: 'events' },
  ...{ namespaced: true, verbs: ['list'] },
};

/** What a name may be made of, so that it can't be more of a selector. */
const plainName = /^[A-Za-z0-9.:_-]+$/;

const schema = z.object({
  type: text,
  reason: text,
  message: text,
  count: number,
  firstTimestamp: text,
  lastTimestamp: text,
  eventTime: text,
  series: part({ count: number, lastObservedTime: text }),
});

/** The events about an object, newest first, with secrets masked. */
export async function readEvents(
  client: ClusterClient,
  object: ResourceRef,
  signal?: AbortSignal,
): Promise<readonly EngineEvent[]> {
  const { kind, name, namespace } = object;
  if (![kind, name, namespace ?? 'x'].every(each => plainName.test(each))) {
    return [];
  }
  const about = [
    ['kind', kind],
    ['name', name],
  ].map(([field, value]) => `involvedObject.${field}=${value}`);
  const scope = {
    ...(namespace !== undefined && { namespace }),
    fieldSelector: about.join(','),
  };
  const events: EngineEvent[] = [];
  for await (const event of client.list(eventType, scope, { signal })) {
    events.push(eventOf(event, object));
  }
  return events
    .sort((one, other) => (other.at ?? '').localeCompare(one.at ?? ''))
    .slice(0, maximumEvents);
}

function eventOf(
  resource: Resource,
  { group, kind, namespace, name }: ResourceRef,
): EngineEvent {
  const event = schema.parse(resource);
  const { series } = event;
  const at = [
    series.lastObservedTime,
    event.lastTimestamp,
    event.eventTime,
    event.firstTimestamp,
  ].find(time => time !== undefined && !Number.isNaN(Date.parse(time)));
  return {
    type: event.type === 'Warning' ? 'warning' : 'normal',
    reason: event.reason ?? 'Unknown',
    message: readableNote(event.message ?? ''),
    ...(at !== undefined && { at: new Date(at).toISOString() }),
    count: Math.max(1, Math.trunc(series.count ?? event.count ?? 1)),
    object: {
      ...{ group, kind, name },
      ...(namespace !== undefined && { namespace }),
    },
  };
}
