import {
  EngineActionResponse,
  gitopsTargetSuspendPermission,
  gitopsTargetSyncPermission,
  LiveArtifact,
  TargetDeliveryResponse,
  TargetLive,
} from '@backstage-gitops/plugin-gitops-common';
import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { ConflictError, NotAllowedError } from '@backstage/errors';
import { Request } from 'express';
import { LiveReader } from '../database/LiveReader';
import { isOfTarget, readDelivery } from '../database/liveRows';
import { TargetReader, TargetWithUnit } from '../database/TargetReader';
import { UnitReader } from '../database/UnitReader';
import {
  EngineDetails,
  EngineRequest,
  EngineUnit,
  UnitEngine,
  UnitEngines,
} from '../engines/UnitEngine';
import { DesiredState } from '../live/DesiredState';
import { TargetAccess } from '../permissions/TargetAccess';
import { audited } from './audited';
import { LiveStates } from './LiveStates';

const noCluster: TargetLive = {
  state: 'unobserved',
  reason: 'No cluster is configured',
};

const noDetails: EngineDetails = {
  ...{ events: [], windows: [], actions: [] },
  canSync: false,
};

/** The engine that brings a target's unit, as it was seen last. */
export interface TargetEngine {
  readonly engine: UnitEngine;
  readonly unit: EngineUnit;
}

/** What an engine says of a target's unit, and what it is asked to do with it. */
export class TargetEngines {
  readonly #access: TargetAccess;
  readonly #auditor: AuditorService;
  readonly #desired: Pick<DesiredState, 'know'>;
  readonly #engines: UnitEngines;
  readonly #httpAuth: HttpAuthService;
  readonly #live: LiveReader;
  readonly #states: LiveStates;
  readonly #targets: TargetReader;
  readonly #units: UnitReader;

  constructor(options: {
    access: TargetAccess;
    auditor: AuditorService;
    desired: Pick<DesiredState, 'know'>;
    engines: UnitEngines;
    httpAuth: HttpAuthService;
    reader: LiveReader;
    live: LiveStates;
    targets: TargetReader;
    units: UnitReader;
  }) {
    this.#access = options.access;
    this.#auditor = options.auditor;
    this.#desired = options.desired;
    this.#engines = options.engines;
    this.#httpAuth = options.httpAuth;
    this.#live = options.reader;
    this.#states = options.live;
    this.#targets = options.targets;
    this.#units = options.units;
  }

  /** None where the built-in engine has the unit, or nothing was seen of it. */
  async find(target: TargetWithUnit): Promise<TargetEngine | undefined> {
    const id = target.unit_id;
    const look = (await this.#live.units([id])).get(id)?.look;
    const engine = [...this.#engines.values()].find(
      ({ kind }) => kind === look?.engine,
    );
    const unit = engine && (await this.#units.byId(id));
    if (!look || !unit) return undefined;
    const { cluster } = look;
    return { engine, unit: { ...unit, cluster, delivery: readDelivery(look) } };
  }

  async delivery(
    target: TargetWithUnit,
    signal: AbortSignal,
  ): Promise<TargetDeliveryResponse> {
    const live = (await this.#states.of([target])).get(target.id) ?? noCluster;
    const found = await this.find(target);
    const details = found
      ? await found.engine.details(found.unit, signal)
      : noDetails;
    return {
      live: await this.#withRunning(live, target, details),
      delivery: found?.unit.delivery,
      events: [...details.events],
      windows: [...details.windows],
      unanswered: details.unanswered,
      canSync: found && details.canSync,
      actions: [...details.actions],
    };
  }

  /** Written to the audit log whatever becomes of it, a refusal included. */
  async act(
    request: Request,
    target: TargetWithUnit,
    asked: EngineRequest,
    signal: AbortSignal,
  ): Promise<EngineActionResponse> {
    return audited(
      this.#auditor,
      {
        eventId: 'target-engine',
        severityLevel: asked.action === 'refresh' ? 'low' : 'medium',
        request,
        meta: {
          target: target.id,
          unit: target.unit_id,
          environment: target.environment,
          ...asked,
        },
      },
      async () => {
        await this.#authorize(request, target, asked);
        const { engine, unit } = await this.#require(target);
        const by = await this.person(request);
        await this.#desired.know(unit);
        const object = await engine.act(unit, asked, by, signal);
        return { action: asked.action, object };
      },
      ({ object }) => ({ object: { ...object } }),
    );
  }

  /** The entity ref of who asks, or what a service calls itself. */
  async person(request: Request): Promise<string> {
    const { principal } = await this.#httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    return principal.type === 'user'
      ? principal.userEntityRef
      : principal.subject;
  }

  async #require(target: TargetWithUnit): Promise<TargetEngine> {
    const found = await this.find(target);
    if (found) return found;
    throw new ConflictError(
      'No engine that runs in the cluster brings this target, as far as was seen',
    );
  }

  /** What is asked concerns all of the unit, and all of its targets. */
  async #authorize(
    request: Request,
    target: TargetWithUnit,
    { action }: EngineRequest,
  ): Promise<void> {
    const permission =
      action === 'suspend' || action === 'resume'
        ? gitopsTargetSuspendPermission
        : gitopsTargetSyncPermission;
    const visibility = await this.#access.visibility(request, permission);
    if (!(await this.#targets.byId(target.id, visibility))) {
      throw new NotAllowedError(
        `The permission '${permission.name}' is denied for this target`,
      );
    }
    if (visibility.scope === 'all') return;
    const hidden = await this.#targets.hiddenOfUnit(target.unit_id, visibility);
    if (hidden.size > 0) {
      throw new NotAllowedError(
        `The unit holds other targets for which you lack the permission '${permission.name}'`,
      );
    }
  }

  async #withRunning(
    live: TargetLive,
    target: TargetWithUnit,
    { running }: EngineDetails,
  ): Promise<TargetLive> {
    if (!running || live.state !== 'observed' || live.artifacts.length > 0) {
      return live;
    }
    const all = await this.#live.resources(target.unit_id);
    const artifacts: LiveArtifact[] = running(
      all
        .map(({ resource }) => resource)
        .filter(resource => isOfTarget(resource, target.id)),
    );
    return { ...live, artifacts };
  }
}
