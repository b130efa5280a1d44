import {
  ResourceDrift,
  ResourceObservation,
  ResourceSummary,
  TargetDriftResponse,
  targetDriftResponseSchema,
  TargetLive,
  TargetResourcesResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { countedDifferences } from '../database/driftChanges';
import { LastingDrift, LiveReader } from '../database/LiveReader';
import { isOfTarget, resourceColumns, subjectOf } from '../database/liveRows';
import { isoTime } from '../database/rows';
import { TargetWithUnit } from '../database/TargetReader';
import { ConfiguredRepositories } from './ConfiguredRepositories';
import { LiveStates } from './LiveStates';
import { originLinks } from './originLinks';

/** Of a target of a portal that knows no cluster and no engine. */
const noCluster: TargetLive = {
  state: 'unobserved',
  reason: 'No cluster is configured',
};

const comparisonSchema = targetDriftResponseSchema.shape.comparison;

/** Answers what was seen of a target, resource by resource. */
export class LivePages {
  readonly #states: LiveStates;
  readonly #live: LiveReader;
  readonly #repositories: ConfiguredRepositories;

  constructor(options: {
    states: LiveStates;
    live: LiveReader;
    repositories: ConfiguredRepositories;
  }) {
    this.#states = options.states;
    this.#live = options.live;
    this.#repositories = options.repositories;
  }

  async resources(target: TargetWithUnit): Promise<TargetResourcesResponse> {
    const { live, resources, lasting } = await this.#seen(target);
    return {
      live,
      resources: resources.map(resource => summaryOf(resource, lasting)),
    };
  }

  async drift(target: TargetWithUnit): Promise<TargetDriftResponse> {
    const { live, resources, lasting, comparison } = await this.#seen(target);
    const shown = resources
      .filter(
        ({ status, differences, ignored = [] }) =>
          status !== 'synced' || differences.length + ignored.length > 0,
      )
      .map(resource => driftOf(resource, lasting));
    const pages = this.#repositories.links(target.repository_id);
    const revision = live.state === 'observed' ? live.revision : undefined;
    return {
      live,
      comparison,
      total: resources.length,
      resources: shown,
      links: originLinks(shown, file =>
        revision ? pages.file(revision, file) : undefined,
      ),
      lineFragment: pages.lineFragment,
    };
  }

  /** One of the target's resources, as it was last seen. */
  async resource(
    target: TargetWithUnit,
    named: Parameters<typeof resourceColumns>[0],
  ): Promise<ResourceObservation | undefined> {
    const subject = subjectOf(resourceColumns(named));
    const { resources } = await this.#seen(target);
    return resources.find(
      resource => subjectOf(resourceColumns(resource)) === subject,
    );
  }

  async #seen(target: TargetWithUnit) {
    const live = (await this.#states.of([target])).get(target.id) ?? noCluster;
    if (live.state === 'unobserved') {
      return { live, resources: [], lasting: [], comparison: undefined };
    }
    const all = await this.#live.resources(target.unit_id);
    const units = await this.#live.units([target.unit_id]);
    const comparison = units.get(target.unit_id)?.look?.comparison;
    return {
      live,
      comparison: comparisonSchema.parse(comparison),
      resources: all
        .map(({ resource }) => resource)
        .filter(resource => isOfTarget(resource, target.id)),
      lasting: await this.#live.lasting(target.unit_id),
    };
  }
}

function summaryOf(
  { differences, ignored = [], ...resource }: ResourceObservation,
  lasting: readonly LastingDrift[],
): ResourceSummary {
  const counted = countedDifferences({ differences }).length;
  const subject = subjectOf(resourceColumns(resource));
  const onsets = lasting
    .filter(drift => drift.resource === subject)
    .map(({ first_seen }) => Number(first_seen));
  return {
    ...resource,
    differences: counted,
    unmanaged: differences.filter(each => each.class === 'unmanaged').length,
    ignored: ignored.reduce((sum, { fields }) => sum + fields.length, 0),
    since: onsets.length > 0 ? isoTime(Math.min(...onsets)) : undefined,
  };
}

function driftOf(
  resource: ResourceObservation,
  lasting: readonly LastingDrift[],
): ResourceDrift {
  const { apiVersion: _, health: __, targets: ___, ...drift } = resource;
  const columns = resourceColumns(resource);
  const onsets = new Map(
    lasting.map(({ subject, first_seen }) => [subject, isoTime(first_seen)]),
  );
  return {
    ...drift,
    differences: drift.differences.map(difference => ({
      ...difference,
      since: onsets.get(subjectOf(columns, difference.field)),
    })),
  };
}
