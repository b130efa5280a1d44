import { EntitySelector } from './EntitySelector';
import { Labels, parseLabelSelector } from './labelSelector';

/** What matching looks at of a target. */
export interface MatchableTarget {
  readonly key: number;
  readonly repository: string;
  readonly service: string;
  readonly aliases: readonly string[];
  readonly path: string;
  readonly unitKind: string;
  readonly unitName: string;
  readonly unitLabels: Labels;
}

/**
 * Finds the targets of entities. In this order, the first that finds any:
 *
 * 1. the services that `gitops/service` names (nothing else, where it is set);
 * 2. the services of the Argo CD Applications and Flux Kustomizations that
 *    annotations name: an Application of production also leads to the same
 *    service's targets in other environments of that repository;
 * 3. services of the entity's name or `backstage.io/kubernetes-id`;
 * 4. services with such an alias.
 */
export class EntityMatcher {
  readonly #targets: readonly MatchableTarget[];
  readonly #byService = new Map<string, MatchableTarget[]>();
  readonly #byAlias = new Map<string, MatchableTarget[]>();
  readonly #byUnit = new Map<string, MatchableTarget[]>();

  constructor(targets: readonly MatchableTarget[]) {
    this.#targets = targets;
    for (const target of targets) {
      add(this.#byService, keyOf(target.service), target);
      add(this.#byUnit, unitKey(target.unitKind, target.unitName), target);
      for (const alias of new Set(target.aliases.map(keyOf))) {
        add(this.#byAlias, alias, target);
      }
    }
  }

  match(selector: EntitySelector): readonly MatchableTarget[] {
    const narrow = (targets: Iterable<MatchableTarget>) =>
      [...new Set(targets)].filter(target => isWithin(target, selector));
    const named = (names: readonly string[]) => {
      const found = narrow(this.#lookUp(this.#byService, names));
      return found.length > 0
        ? found
        : narrow(this.#lookUp(this.#byAlias, names));
    };
    if (selector.services.length > 0) return named(selector.services);
    const ofUnits = narrow(this.#ofUnits(selector));
    if (ofUnits.length > 0) {
      return narrow(this.#sameServices(preferNamed(ofUnits, selector.names)));
    }
    return named(selector.names);
  }

  #ofUnits(selector: EntitySelector): MatchableTarget[] {
    const selects = applicationFilter(selector.applicationSelector);
    return [
      ...selector.applications.flatMap(
        name => this.#byUnit.get(unitKey('Application', name)) ?? [],
      ),
      ...selector.kustomizations.flatMap(
        name => this.#byUnit.get(unitKey('Kustomization', name)) ?? [],
      ),
      ...(selects ? this.#targets.filter(selects) : []),
    ];
  }

  #sameServices(targets: readonly MatchableTarget[]): MatchableTarget[] {
    return targets.flatMap(({ service, repository }) =>
      this.#lookUp(this.#byService, [service]).filter(
        target => target.repository === repository,
      ),
    );
  }

  #lookUp(
    index: ReadonlyMap<string, MatchableTarget[]>,
    names: readonly string[],
  ): MatchableTarget[] {
    return names.flatMap(name => index.get(keyOf(name)) ?? []);
  }
}

/** A unit may hold many services; where some bear the name, only those. */
function preferNamed(
  targets: readonly MatchableTarget[],
  names: readonly string[],
): readonly MatchableTarget[] {
  const keys = new Set(names.map(keyOf));
  const named = targets.filter(({ service, aliases }) =>
    [service, ...aliases].some(name => keys.has(keyOf(name))),
  );
  return named.length > 0 ? named : targets;
}

function applicationFilter(
  selector: string | undefined,
): ((target: MatchableTarget) => boolean) | undefined {
  if (selector === undefined) return undefined;
  try {
    const matches = parseLabelSelector(selector);
    return ({ unitKind, unitLabels }) =>
      unitKind === 'Application' && matches(unitLabels);
  } catch {
    // Written by whoever registered the entity: what can't be read selects
    // nothing, and the entity's name is tried instead.
    return undefined;
  }
}

function isWithin(
  target: MatchableTarget,
  { repository, path }: EntitySelector,
): boolean {
  if (repository !== undefined && target.repository !== repository) {
    return false;
  }
  return (
    path === undefined ||
    target.path === path ||
    target.path.startsWith(`${path}/`)
  );
}

/** Names of entities are told apart without regard to case. */
function keyOf(name: string): string {
  return name.toLocaleLowerCase('en-US');
}

function unitKey(kind: string, name: string): string {
  return `${kind}\n${name}`;
}

function add<T>(index: Map<string, T[]>, key: string, value: T): void {
  const values = index.get(key);
  if (values) values.push(value);
  else index.set(key, [value]);
}
