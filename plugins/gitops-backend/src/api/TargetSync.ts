import {
  gitopsTargetSyncPermission,
  syncRequestSchema,
  SyncResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { SyncOptions } from '@backstage-gitops/plugin-gitops-node';
import { AuditorService } from '@backstage/backend-plugin-api';
import {
  ConflictError,
  isError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { Request } from 'express';
import { z } from 'zod';
import { TargetReader, TargetWithUnit } from '../database/TargetReader';
import { publicReason } from '../indexing/publicReason';
import { DesiredState } from '../live/DesiredState';
import { TargetAccess } from '../permissions/TargetAccess';
import { LivePages } from './LivePages';
import { TargetClusters } from './TargetClusters';
import { TargetEngine, TargetEngines } from './TargetEngines';

type SyncQuestion = z.output<typeof syncRequestSchema>;

/** Makes a cluster follow Git now, for a person who may ask for it. */
export class TargetSync {
  readonly #access: TargetAccess;
  readonly #auditor: AuditorService;
  readonly #clusters: TargetClusters;
  readonly #desired: DesiredState;
  readonly #engines: TargetEngines;
  readonly #pages: LivePages;
  readonly #targets: TargetReader;

  constructor(options: {
    access: TargetAccess;
    auditor: AuditorService;
    clusters: TargetClusters;
    desired: DesiredState;
    engines: TargetEngines;
    pages: LivePages;
    targets: TargetReader;
  }) {
    this.#access = options.access;
    this.#auditor = options.auditor;
    this.#clusters = options.clusters;
    this.#desired = options.desired;
    this.#engines = options.engines;
    this.#pages = options.pages;
    this.#targets = options.targets;
  }

  /** Written to the audit log whatever becomes of it, a refusal included. */
  async run(
    request: Request,
    target: TargetWithUnit,
    question: SyncQuestion,
    signal: AbortSignal,
  ): Promise<SyncResponse> {
    const event = await this.#auditor.createEvent({
      eventId: 'target-sync',
      severityLevel: question.dryRun ? 'low' : 'medium',
      request,
      meta: {
        target: target.id,
        unit: target.unit_id,
        environment: target.environment,
        ...question,
      },
    });
    try {
      const { cluster, answer } = await this.#sync(
        request,
        target,
        question,
        signal,
      );
      const failed = answer.steps.filter(step => step.outcome === 'failed');
      const meta = {
        cluster,
        revision: answer.revision,
        steps: answer.steps.length,
        failed: failed.length,
      };
      if (failed.length > 0) {
        const error = new Error(
          `${failed.length} of ${answer.steps.length} resources could not be synced`,
        );
        await event.fail({ error, meta });
      } else {
        await event.success({ meta });
      }
      return answer;
    } catch (error) {
      const reason = publicReason(error, '');
      await event.fail({ error: isError(error) ? error : new Error(reason) });
      throw error;
    }
  }

  async #sync(
    request: Request,
    target: TargetWithUnit,
    question: SyncQuestion,
    signal: AbortSignal,
  ) {
    const found = await this.#engines.find(target);
    await this.#authorize(request, target, question, found);
    if (found) return this.#syncBy(found, request, question, signal);
    const cluster = await this.#clusters.require(target);
    if (cluster.mode === 'observe' && !question.dryRun) {
      throw new ConflictError(
        `The cluster '${cluster.name}' is only observed; set its mode to manual or auto in gitops.clusters to sync from here`,
      );
    }
    const unit = await this.#desired.ofUnit(target.unit_id, signal);
    if (unit.indeterminate.length > 0 && !question.dryRun) {
      throw new ConflictError(
        `What the unit '${
          unit.unit.name
        }' declares can't be told, so it can't be applied: ${unit.indeterminate.join(
          '; ',
        )}`,
      );
    }
    const options = optionsOf(question, signal);
    const answer = await cluster.engine.sync(unit, options);
    return { cluster: cluster.name, answer };
  }

  /**
   * That the engine applies what Git declares is its own doing: the mode of
   * the cluster says what the portal may apply.
   */
  async #syncBy(
    { engine, unit }: TargetEngine,
    request: Request,
    question: SyncQuestion,
    signal: AbortSignal,
  ) {
    const desired = () => this.#desired.ofUnit(unit.unit.id, signal);
    const by = await this.#engines.person(request);
    const options = optionsOf(question, signal);
    const answer = await engine.sync(unit, desired, options, by);
    return { cluster: unit.cluster, answer };
  }

  /**
   * A unit may hold targets of others: who may not sync all of them may sync
   * those resources that are the target's own.
   */
  async #authorize(
    request: Request,
    target: TargetWithUnit,
    { resources }: SyncQuestion,
    found: TargetEngine | undefined,
  ): Promise<void> {
    const visibility = await this.#access.visibility(
      request,
      gitopsTargetSyncPermission,
    );
    if (!(await this.#targets.byId(target.id, visibility))) {
      throw new NotAllowedError(
        `The permission '${gitopsTargetSyncPermission.name}' is denied for this target`,
      );
    }
    if (visibility.scope === 'all') return;
    const hidden = await this.#targets.hiddenOfUnit(target.unit_id, visibility);
    if (hidden.size === 0) return;
    if (found && !found.engine.syncsParts) {
      throw new NotAllowedError(
        'The unit holds other targets that you may not sync, and its engine applies it as a whole',
      );
    }
    if (!resources) {
      throw new NotAllowedError(
        'The unit holds other targets that you may not sync; choose resources of this target',
      );
    }
    for (const resource of resources) {
      const seen = await this.#pages.resource(target, resource);
      const isOwn =
        seen?.targets.includes(target.id) &&
        !seen.targets.some(id => hidden.has(id));
      if (!isOwn) {
        throw new NotFoundError(
          `No ${resource.kind} '${resource.name}' was seen of this target alone`,
        );
      }
    }
  }
}

function optionsOf(question: SyncQuestion, signal: AbortSignal): SyncOptions {
  return {
    ...(question.resources && { resources: question.resources }),
    prune: question.prune,
    dryRun: question.dryRun,
    confirm: question.confirm,
    signal,
  };
}
