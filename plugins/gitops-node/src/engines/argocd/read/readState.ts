import { Health, Sync } from '@backstage-gitops/plugin-gitops-common';
import { readableMessage } from './readableMessage';

/** Maps: whoever may write a status may write `constructor` there. */
const healths = new Map<string, Health['state']>([
  ['Healthy', 'healthy'],
  ['Progressing', 'progressing'],
  ['Suspended', 'suspended'],
  ['Degraded', 'degraded'],
  ['Missing', 'missing'],
]);

const syncs = new Map<string, Sync['state']>([
  ['Synced', 'synced'],
  ['OutOfSync', 'outOfSync'],
]);

/** Conditions that say why an Application can't be compared; the surest first. */
const doubts = ['ComparisonError', 'InvalidSpecError', 'UnknownError'];

export function readHealth(health: {
  readonly status?: string;
  readonly message?: string;
}): Health {
  const state = healths.get(health.status ?? '') ?? 'unknown';
  const message =
    health.message ??
    (state === 'unknown' ? 'Argo CD tells no health' : undefined);
  return {
    state,
    ...(message !== undefined && { message: readableMessage(message) }),
  };
}

export function readSync(status: {
  readonly sync: { readonly status?: string };
  readonly conditions?: readonly {
    readonly type: string;
    readonly message?: string;
  }[];
}): Sync {
  const state = syncs.get(status.sync.status ?? '') ?? 'unknown';
  if (state !== 'unknown') return { state };
  const message = doubts
    .map(type => status.conditions?.find(each => each.type === type)?.message)
    .find(text => text !== undefined);
  return {
    state,
    reason:
      message === undefined
        ? 'Argo CD has not compared it'
        : readableMessage(message),
  };
}
