import { ArgoCdUnit } from '../match/ArgoCdUnit';
import {
  ArgoCdClaims,
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

/** An ApplicationSet among those of all instances. */
export interface SetId {
  readonly instance: string;
  readonly namespace: string;
  readonly name: string;
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
  /** ApplicationSets of which anything deploys a unit. */
  #sets: ReadonlySet<string> = new Set();
  #problems: ReadonlyMap<string, string> = new Map();
  /** By unit that nobody deploys: what should have made its Application. */
  #makers: ReadonlyMap<string, SetId> = new Map();

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
    this.#makers = makersOf(units, found);
    this.#places = new Map(
      applications.map(each => [idOf(each), placeOf(each)]),
    );
    this.#sets = new Set(
      [...found.units.values()]
        .flat()
        .flatMap(({ application }) => setOf(application) ?? [])
        .map(setKey),
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

  /** The ApplicationSet that made its siblings, where nobody deploys it. */
  maker(id: string): SetId | undefined {
    return this.#makers.get(id);
  }

  /** Whether anything that an ApplicationSet has made deploys a unit. */
  isKnown(set: SetId): boolean {
    return this.#sets.has(setKey(set));
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
  const { applicationSet } = application;
  return JSON.stringify([
    ...[sources, destination, labels, project, applicationSet],
  ]);
}

export function setOf({
  instance,
  namespace,
  applicationSet,
}: ArgoCdApplication): SetId | undefined {
  return applicationSet === undefined
    ? undefined
    : { instance, namespace, name: applicationSet };
}

function setKey({ instance, namespace, name }: SetId): string {
  return `${instance} ${namespace}/${name}`;
}

/** Units that one object declares are made by one ApplicationSet. */
function makersOf(
  units: readonly ArgoCdUnit[],
  { units: claims }: ArgoCdClaims,
): ReadonlyMap<string, SetId> {
  const declaredAt = ({ unit: { kind, declaredBy } }: ArgoCdUnit) =>
    kind === 'Application'
      ? `${declaredBy.file}:${declaredBy.line}`
      : undefined;
  const makers = new Map<string, SetId>();
  for (const each of units) {
    const place = declaredAt(each);
    const [claimant] = claims.get(each.unit.id) ?? [];
    const set = claimant && setOf(claimant.application);
    if (place !== undefined && set !== undefined) makers.set(place, set);
  }
  return new Map(
    units.flatMap(each => {
      const isClaimed = (claims.get(each.unit.id) ?? []).length > 0;
      const maker = isClaimed ? undefined : makers.get(declaredAt(each) ?? '');
      return maker === undefined ? [] : [[each.unit.id, maker] as const];
    }),
  );
}
