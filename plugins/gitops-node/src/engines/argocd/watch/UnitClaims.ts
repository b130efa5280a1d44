import { ArgoCdUnit } from '../match/ArgoCdUnit';
import {
  Claimant,
  matchApplications,
  MatchOptions,
} from '../match/matchApplications';
import { ArgoCdApplication, applicationKey } from '../read/ArgoCdApplication';

/** An application among those of all instances. */
export interface ApplicationId {
  readonly instance: string;
  readonly key: string;
}

/**
 * Which applications deploy which units, found anew where one has come, gone or
 * moved, and not where one has said something else.
 */
export class UnitClaims {
  #claims = new Map<string, readonly (ApplicationId & { source: number })[]>();
  #units = new Map<string, ArgoCdUnit>();
  /** Units by the application that claims them. */
  #claimed = new Map<string, string[]>();
  #places = new Map<string, string>();
  #unmatched: readonly ArgoCdApplication[] = [];
  #problems: ReadonlyMap<string, string> = new Map();

  match(
    units: readonly ArgoCdUnit[],
    applications: readonly ArgoCdApplication[],
    options: MatchOptions,
  ): void {
    const found = matchApplications(units, applications, options);
    this.#units = new Map(units.map(each => [each.unit.id, each]));
    this.#claims = new Map();
    this.#claimed = new Map();
    this.#unmatched = found.unmatched;
    this.#problems = found.problems;
    this.#places = new Map(
      applications.map(each => [idOf(each), placeOf(each)]),
    );
    for (const [id, claimants] of found.units) {
      this.#claims.set(id, claimants.map(claimIdOf));
      for (const { application } of claimants) {
        const known = this.#claimed.get(idOf(application));
        if (known === undefined) this.#claimed.set(idOf(application), [id]);
        else known.push(id);
      }
    }
  }

  unit(id: string): ArgoCdUnit | undefined {
    return this.#units.get(id);
  }

  /** Of a unit; with what each says now. */
  claimants(
    id: string,
    get: (application: ApplicationId) => ArgoCdApplication | undefined,
  ): readonly Claimant[] {
    return (this.#claims.get(id) ?? []).flatMap(({ source, ...claim }) => {
      const application = get(claim);
      return application === undefined ? [] : [{ application, source }];
    });
  }

  unitsOf(application: ApplicationId): readonly string[] {
    return (
      this.#claimed.get(`${application.instance} ${application.key}`) ?? []
    );
  }

  /** Units that an application of the instance deploys. */
  unitsOn(instance: string): readonly string[] {
    return [...this.#claims]
      .filter(([, claims]) => claims.some(each => each.instance === instance))
      .map(([id]) => id);
  }

  get unmatched(): readonly ArgoCdApplication[] {
    return this.#unmatched;
  }

  get problems(): ReadonlyMap<string, string> {
    return this.#problems;
  }

  get all(): ReadonlyMap<string, readonly ApplicationId[]> {
    return this.#claims;
  }

  /** Whether what an application says changes nothing of who deploys what. */
  hasSamePlace(
    { instance, key }: ApplicationId,
    application: ArgoCdApplication | undefined,
  ): boolean {
    const place = application && placeOf(application);
    return this.#places.get(`${instance} ${key}`) === place;
  }
}

function idOf(application: ArgoCdApplication): string {
  return `${application.instance} ${applicationKey(application)}`;
}

function claimIdOf({ application, source }: Claimant) {
  const { instance } = application;
  return { instance, key: applicationKey(application), source };
}

function placeOf(application: ArgoCdApplication): string {
  const { sources, destination, labels, project } = application;
  return JSON.stringify([sources, destination, labels, project]);
}
