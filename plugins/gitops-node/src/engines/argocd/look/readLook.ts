import {
  EngineEvent,
  EngineWindow,
} from '@backstage-gitops/plugin-gitops-common';
import { ApplicationNote, SyncWindows } from '../api/answers';
import { readableNote } from '../read/readableMessage';

/** More than these nobody reads. */
const maximumEvents = 50;

/** Events of an Application for a page, newest first. */
export function eventsOf(notes: readonly ApplicationNote[]): EngineEvent[] {
  return notes
    .map(eventOf)
    .sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
    .slice(0, maximumEvents);
}

function eventOf(note: ApplicationNote): EngineEvent {
  const { involvedObject: object, type, reason, message, count = 1 } = note;
  const at = note.lastTimestamp ?? note.eventTime ?? note.firstTimestamp;
  const [group] = object.apiVersion?.split('/') ?? [];
  return {
    type: type === 'Warning' ? 'warning' : 'normal',
    reason,
    message: readableNote(message),
    ...(at !== undefined && { at }),
    count: Math.max(1, Math.round(count)),
    object: {
      group: object.apiVersion?.includes('/') ? group : 'argoproj.io',
      kind: object.kind ?? 'Application',
      ...(object.namespace !== undefined && { namespace: object.namespace }),
      name: object.name ?? '',
    },
  };
}

/** The windows of an Application, with those that count now marked. */
export function windowsOf({
  assignedWindows,
  activeWindows,
}: SyncWindows): EngineWindow[] {
  const keyOf = (window: SyncWindows['activeWindows'][number]) =>
    JSON.stringify([window.kind, window.schedule, window.duration]);
  const active = new Set(activeWindows.map(keyOf));
  return assignedWindows.map(window => ({
    ...{ kind: window.kind, schedule: window.schedule },
    duration: window.duration,
    ...(window.timeZone !== undefined && { timeZone: window.timeZone }),
    ...{ manual: window.manualSync, active: active.has(keyOf(window)) },
  }));
}
