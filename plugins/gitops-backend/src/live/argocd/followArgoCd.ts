import { ArgoCdEngine } from '@backstage-gitops/plugin-gitops-node';
import { LifecycleService, LoggerService } from '@backstage/backend-plugin-api';
import { EventsService } from '@backstage/plugin-events-node';
import { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { ArgoCdObservations } from '../../database/ArgoCdObservations';
import { Claims } from '../../database/Claims';
import { EngineStore } from '../../database/EngineStore';
import { ObservationStore } from '../../database/ObservationStore';
import { indexedTopic } from '../../indexing/indexedTopic';
import { publicReason } from '../../indexing/publicReason';
import { Bell } from '../Bell';
import { SessionTimes } from '../SessionTimes';
import { ArgoCdNotes } from './ArgoCdNotes';
import { ArgoCdSession, ArgoCdSessionOptions } from './ArgoCdSession';
import { ArgoCdUnits } from './ArgoCdUnits';

/** A replica that fails again and again waits so many turns at most. */
const longestBackoff = 6;

/**
 * Follows the configured instances of Argo CD until the plugin shuts down, on
 * one replica at a time, and forgets those that are configured no more.
 */
export async function followArgoCd(options: {
  knex: Knex;
  engine: ArgoCdEngine;
  units: ArgoCdUnits;
  events: EventsService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  /** Told of targets that have news. */
  onNews: (targets: readonly string[]) => void;
  times: SessionTimes;
}): Promise<void> {
  const { knex, engine, events, lifecycle, logger } = options;
  const names = engine.instances.map(({ name }) => name);
  const engines = new EngineStore(knex);
  const stored = new ArgoCdObservations(knex);
  await engines.retain('argocd', names);
  await stored.retain(names);
  if (names.length === 0) return;

  const declared = new Bell();
  const now = () => new Date();
  const stopped = new AbortController();
  const running = takeTurns(
    {
      ...options,
      holder: randomUUID(),
      claims: new Claims(knex, { table: 'engine_watches', column: 'kind' }),
      observations: new ObservationStore(knex),
      notes: new ArgoCdNotes({ engines, stored, logger, now }),
      ...{ declared, now },
    },
    stopped.signal,
  );
  lifecycle.addShutdownHook(async () => {
    stopped.abort();
    await running;
    engine.close();
  });
  await events.subscribe({
    id: 'declared-argocd',
    topics: [indexedTopic],
    onEvent: async () => declared.ring(),
  });
}

/** Never rejects: what fails is tried again, ever later. */
async function takeTurns(
  options: ArgoCdSessionOptions,
  signal: AbortSignal,
): Promise<void> {
  const { times, logger } = options;
  const pauses = new Bell();
  let failures = 0;
  while (!signal.aborted) {
    try {
      const outcome = await new ArgoCdSession(options).run(signal);
      failures = outcome === 'lost' ? failures + 1 : 0;
    } catch (error) {
      failures += 1;
      logger.warn('Argo CD could not be followed', {
        reason: publicReason(error, ''),
      });
    }
    const turns = Math.min(Math.max(failures, 1), longestBackoff);
    await pauses.wait(times.turn * turns, signal);
  }
}
