import { Environment } from '@backstage-gitops/plugin-gitops-common';

/**
 * The environments of several repositories as one list in promotion order: an
 * environment comes after all that promote to it, wherever that is said.
 * Only those are kept that `used` reaches by promotion, before or after it.
 */
export function mergeEnvironments(
  environments: readonly Environment[],
  used: ReadonlySet<string>,
): Environment[] {
  const merged = new Map<string, Environment>();
  for (const environment of environments) {
    const known = merged.get(environment.name);
    merged.set(environment.name, {
      name: environment.name,
      order: Math.min(known?.order ?? Infinity, environment.order),
      promotesTo: [
        ...new Set([...(known?.promotesTo ?? []), ...environment.promotesTo]),
      ],
      protected: environment.protected || (known?.protected ?? false),
    });
  }
  const kept = connected(merged, used);
  return inPromotionOrder(
    [...merged.values()].filter(e => kept.has(e.name)),
  ).map((environment, order) => ({ ...environment, order }));
}

function connected(
  environments: ReadonlyMap<string, Environment>,
  used: ReadonlySet<string>,
): ReadonlySet<string> {
  const reach = (neighbours: (name: string) => readonly string[]) => {
    const reached = new Set<string>();
    const waiting = [...used];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      if (reached.has(name)) continue;
      reached.add(name);
      waiting.push(...neighbours(name));
    }
    return reached;
  };
  const after = reach(name => environments.get(name)?.promotesTo ?? []);
  const before = reach(name =>
    [...environments.values()]
      .filter(({ promotesTo }) => promotesTo.includes(name))
      .map(environment => environment.name),
  );
  return new Set([...after, ...before]);
}

/** By place, but none before one that promotes to it. */
function inPromotionOrder(environments: readonly Environment[]): Environment[] {
  const waiting = [...environments].sort(
    (a, b) => a.order - b.order || (a.name < b.name ? -1 : 1),
  );
  const ordered: Environment[] = [];
  while (waiting.length > 0) {
    const free = waiting.findIndex(
      ({ name }) =>
        !waiting.some(
          other => other.name !== name && other.promotesTo.includes(name),
        ),
    );
    // A circle has no first; the configuration refuses one, two repositories
    // may still make one between them.
    ordered.push(...waiting.splice(Math.max(free, 0), 1));
  }
  return ordered;
}
