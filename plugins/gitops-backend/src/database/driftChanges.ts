import {
  Difference,
  ResourceObservation,
  UnitObservation,
} from '@backstage-gitops/plugin-gitops-common';
import { countedClasses } from '@backstage-gitops/plugin-gitops-node';
import { columnText } from './columnText';
import { ResourceColumns, resourceColumns, subjectOf } from './liveRows';
import { BigInteger } from './rows';

/** A drift that was seen, as its row is first written. */
export interface SeenDrift extends ResourceColumns {
  readonly subject: string;
  /** Subject of the resource that it is a field of. */
  readonly resource: string;
  /** Empty where the whole resource is missing or orphaned. */
  readonly field: string;
  readonly class: string;
  readonly last_write: string | null;
}

export interface DriftRow extends SeenDrift {
  readonly key: number;
  readonly unit_id: string;
  readonly cluster: string;
  readonly first_seen: BigInteger;
  readonly last_seen: BigInteger;
  readonly resolved_at: BigInteger | null;
}

/** What an observation does to the drifts that were known to last. */
export interface DriftChanges {
  readonly opened: readonly SeenDrift[];
  /** Lasting ones of another class or writer by now. */
  readonly altered: readonly {
    readonly key: number;
    readonly seen: SeenDrift;
  }[];
  readonly resolved: readonly number[];
}

/**
 * Tells new drifts from lasting and from resolved ones.
 *
 * A drift is resolved only by a look that could tell: where its resource can't
 * be compared, or only that it differs is told, or the unit as a whole can't be
 * compared, it lasts as it was.
 */
export function driftChanges(
  lasting: readonly DriftRow[],
  observation: UnitObservation,
): DriftChanges {
  const seen = new Map(
    observation.resources
      .flatMap(driftsOf)
      .map(drift => [drift.subject, drift]),
  );
  const untold = new Set(
    observation.resources
      .filter(isUntold)
      .map(resource => subjectOf(resourceColumns(resource))),
  );
  const listed = new Set(
    observation.resources.map(resource => subjectOf(resourceColumns(resource))),
  );
  const isConclusive = observation.sync.state !== 'unknown';
  const known = new Set(lasting.map(({ subject }) => subject));
  return {
    opened: [...seen.values()].filter(({ subject }) => !known.has(subject)),
    altered: lasting.flatMap(row => {
      const now = seen.get(row.subject);
      return now &&
        (now.class !== row.class || now.last_write !== row.last_write)
        ? [{ key: row.key, seen: now }]
        : [];
    }),
    resolved: lasting
      .filter(
        ({ subject, resource }) =>
          !seen.has(subject) &&
          !untold.has(resource) &&
          (isConclusive || listed.has(resource)),
      )
      .map(({ key }) => key),
  };
}

/** It can't be compared, or something of it differs, and not yet what. */
function isUntold({ status, differences }: ResourceObservation): boolean {
  return (
    status === 'indeterminate' ||
    (status === 'drifted' && differences.length === 0)
  );
}

/** The differences that count as drift. */
export function countedDifferences({
  differences,
}: Pick<ResourceObservation, 'differences'>): Difference[] {
  return differences.filter(difference =>
    countedClasses.includes(difference.class),
  );
}

function driftsOf(resource: ResourceObservation): SeenDrift[] {
  const columns = resourceColumns(resource);
  const name = subjectOf(columns);
  if (resource.status === 'missing' || resource.status === 'orphaned') {
    return [
      {
        ...columns,
        subject: subjectOf(columns, ''),
        resource: name,
        field: '',
        class: resource.status,
        last_write: null,
      },
    ];
  }
  return countedDifferences(resource).map(difference => ({
    ...columns,
    subject: subjectOf(columns, difference.field),
    resource: name,
    field: columnText(difference.field),
    class: difference.class,
    last_write: difference.lastWrite
      ? JSON.stringify(difference.lastWrite)
      : null,
  }));
}
