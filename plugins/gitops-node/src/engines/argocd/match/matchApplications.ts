import { Unit } from '@backstage-gitops/plugin-gitops-common';
import { ArgoCdApplication } from '../read/ArgoCdApplication';
import { normalPath } from '../read/readApplication';
import { ApplicationPaths } from './ApplicationPaths';
import { ArgoCdHint, ArgoCdUnit } from './ArgoCdUnit';
import {
  deploys,
  isDeclaredWithinPath,
  isOnCluster,
  isSamePlace,
  MatchOptions,
  sourceOf,
} from './deploys';
import { labelSelector } from './labelSelector';
import { isOfPlace, ofPlace } from './ofPlace';

export type { MatchOptions } from './deploys';

/** An Application that deploys a unit, and which of its sources that is. */
export interface Claimant {
  readonly application: ArgoCdApplication;
  readonly source: number;
}

/** Which Applications deploy which units. */
export interface ArgoCdClaims {
  /** By the unit's id: none, one, or several, which is a conflict. */
  readonly units: ReadonlyMap<string, readonly Claimant[]>;
  /** That deploy nothing that a repository declares. */
  readonly unmatched: readonly ArgoCdApplication[];
  /** Annotations that can't be followed, by the unit's id. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Kinds of units that an Application may apply without being declared itself. */
const pathKinds: readonly Unit['kind'][] = [
  'Application',
  'Overlay',
  'HelmValues',
];

/**
 * Finds for each unit the Application that deploys it: the one that somebody
 * named, the one it declares, by name and namespace, else the one that deploys
 * its path of its repository. So nothing has to be annotated.
 */
export function matchApplications(
  units: readonly ArgoCdUnit[],
  applications: readonly ArgoCdApplication[],
  options: MatchOptions,
): ArgoCdClaims {
  const index = new ApplicationPaths(applications);
  const owners = ownersOf(units, index, options);
  const problems = new Map<string, string>();
  const named = new Map(
    units.map(each => {
      const { found, problem } = namedFor(each, { index, owners, options });
      if (problem !== undefined) problems.set(each.unit.id, problem);
      return [each.unit.id, found];
    }),
  );
  const taken = new Set([...named.values()].flat());
  const claimants = new Map<ArgoCdApplication, Unit[]>();
  const found = units.map(({ unit, hint }) => {
    const own = named.get(unit.id) ?? [];
    // Who named one has decided.
    const others =
      hint !== undefined && own.length > 0
        ? []
        : deploying(unit, index, options).filter(each => !taken.has(each));
    const all = [...own, ...beside(unit, own, others, options)];
    for (const application of all) {
      const known = claimants.get(application);
      if (known === undefined) claimants.set(application, [unit]);
      else known.push(unit);
    }
    return [unit, all] as const;
  });
  const claims = new Map(
    found.map(([unit, all]) => [
      unit.id,
      all
        .filter(each => !isOfAnother(unit, each, claimants, options))
        .map(each => claimantOf(unit, each, options)),
    ]),
  );
  return {
    units: claims,
    unmatched: applications.filter(each => !claimants.has(each)),
    problems,
  };
}

/** Those that deploy the unit's path to where it is deployed already, if it is. */
function beside(
  unit: Unit,
  own: readonly ArgoCdApplication[],
  others: readonly ArgoCdApplication[],
  { clusterOf }: MatchOptions,
): readonly ArgoCdApplication[] {
  if (own.length > 0) {
    return others.filter(each => own.every(one => isSamePlace(one, each)));
  }
  const meant = ofPlace(unit, others, clusterOf);
  return others.filter(each => meant.some(one => isSamePlace(one, each)));
}

/**
 * Units of several environments may declare an Application of one name: where
 * it is called after the place of some of them, it is not the others'.
 */
function isOfAnother(
  unit: Unit,
  application: ArgoCdApplication,
  claimants: ReadonlyMap<ArgoCdApplication, readonly Unit[]>,
  { clusterOf }: MatchOptions,
): boolean {
  const all = claimants.get(application) ?? [];
  const isOf = (each: Unit) => isOfPlace(each, application, clusterOf);
  return all.length > 1 && !isOf(unit) && all.some(isOf);
}

function claimantOf(
  unit: Unit,
  application: ArgoCdApplication,
  options: MatchOptions,
): Claimant {
  return { application, source: sourceOf(unit, application, options) };
}

type Fits = ReturnType<typeof labelSelector>;

/** What one annotation can't say is no reason to know nothing of other units. */
function selectionOf(hint: ArgoCdHint | undefined): {
  readonly fits?: Fits;
  readonly problem?: string;
} {
  if (hint?.selector === undefined) return {};
  try {
    return { fits: labelSelector(hint.selector) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** By Application, the units that it deploys whatever anybody says of it. */
type Owners = ReadonlyMap<ArgoCdApplication, ReadonlySet<string>>;

function ownersOf(
  units: readonly ArgoCdUnit[],
  index: ApplicationPaths,
  options: MatchOptions,
): Owners {
  const owners = new Map<ArgoCdApplication, Set<string>>();
  for (const { unit } of units) {
    const own = [
      ...declaredFor(unit, index, options),
      ...deploying(unit, index, options),
    ];
    for (const application of own) {
      const known = owners.get(application) ?? new Set();
      owners.set(application, known.add(unit.id));
    }
  }
  return owners;
}

interface Known {
  readonly index: ApplicationPaths;
  readonly owners: Owners;
  readonly options: MatchOptions;
}

/**
 * What an annotation names, else what the unit itself declares. Whoever may
 * write an annotation may not have another unit's Application by it, to see or
 * to sync: often it was copied along with the rest of a file.
 */
function namedFor(
  { unit, hint }: ArgoCdUnit,
  { index, owners, options }: Known,
): {
  readonly found: readonly ArgoCdApplication[];
  readonly problem?: string;
} {
  const { fits, problem } = selectionOf(hint);
  const declared = () => declaredFor(unit, index, options);
  if (hint?.name === undefined && fits === undefined) {
    return { found: declared(), ...(problem !== undefined && { problem }) };
  }
  const meant = narrow(unit, hinted(hint ?? {}, fits, index), options);
  const isOthers = (application: ArgoCdApplication) =>
    owners.get(application)?.has(unit.id) === false;
  const found = meant.filter(application => !isOthers(application));
  const [others] = meant.filter(isOthers);
  return {
    found: found.length === 0 && others !== undefined ? declared() : found,
    ...(others !== undefined && {
      problem: `The Application ${others.namespace}/${others.name} deploys another unit`,
    }),
  };
}

function declaredFor(
  unit: Unit,
  index: ApplicationPaths,
  options: MatchOptions,
): readonly ArgoCdApplication[] {
  if (unit.kind !== 'Application') return [];
  const found = index
    .named(unit.name)
    .filter(
      ({ namespace }) =>
        unit.namespace === undefined || namespace === unit.namespace,
    );
  return narrow(unit, found, options);
}

function hinted(
  { name, namespace, instance, project }: ArgoCdHint,
  fits: Fits | undefined,
  index: ApplicationPaths,
): readonly ArgoCdApplication[] {
  const found = name === undefined ? index.all : index.named(name);
  const matches = (wanted: string | undefined, is: string) =>
    wanted === undefined || wanted === is;
  return found.filter(
    application =>
      matches(namespace, application.namespace) &&
      matches(instance, application.instance) &&
      matches(project, application.project) &&
      (fits === undefined || fits(application.labels)),
  );
}

/**
 * The same name may be that of others: on another cluster it is another one, and
 * where several are left, what they deploy and where decides if it can.
 */
function narrow(
  unit: Unit,
  found: readonly ArgoCdApplication[],
  options: MatchOptions,
): readonly ArgoCdApplication[] {
  const here = found.filter(each => isOnCluster(unit, each, options));
  if (here.length < 2) return here;
  const deployed = here.filter(each => deploys(unit, each, options));
  return ofPlace(
    unit,
    deployed.length > 0 ? deployed : here,
    options.clusterOf,
  );
}

function deploying(
  unit: Unit,
  index: ApplicationPaths,
  options: MatchOptions,
): readonly ArgoCdApplication[] {
  if (!pathKinds.includes(unit.kind) || isDeclaredWithinPath(unit)) return [];
  return index
    .withPath(normalPath(unit.path))
    .filter(
      each => deploys(unit, each, options) && isOnCluster(unit, each, options),
    );
}
