import { UnitObservation } from '@backstage-gitops/plugin-gitops-common';
import { DesiredUnit } from '@backstage-gitops/plugin-gitops-node';
import { DeclaredBefore, declaredVersions } from './declaredVersions';

/** What a unit's targets declared at one revision. */
interface DeclaredLook {
  readonly revision: string;
  readonly versions: ReadonlyMap<string, string>;
}

/**
 * Remembers what was declared when a cluster was looked at: a look that was
 * begun before a unit moved may be told after it.
 */
export class DeclaredLooks {
  #looks: ReadonlyMap<string, readonly DeclaredLook[]> = new Map();

  /** What the next looks compare with; the one before is kept as well. */
  remember(units: readonly DesiredUnit[]): void {
    this.#looks = new Map(
      units.map(({ unit, targets, revision }) => {
        const versions = new Map(
          targets.map(({ id, artifacts }) => [id, declaredVersions(artifacts)]),
        );
        const [last] = this.#looks.get(unit.id) ?? [];
        const before = last && last.revision !== revision ? [last] : [];
        return [unit.id, [{ revision, versions }, ...before]];
      }),
    );
  }

  /** Tells nothing of a revision that nobody remembers. */
  of({ unit, revision }: UnitObservation): DeclaredBefore {
    const look = this.#looks
      .get(unit)
      ?.find(each => each.revision === revision);
    return target => look?.versions.get(target);
  }
}
