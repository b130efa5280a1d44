import type {
  Behind,
  Change,
  Environment,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';

type BehindBy = Extract<Behind, { state: 'behind' }>;

/**
 * What lies between an environment and the one it takes its versions from.
 * `targets` is how many of its targets that is said of, the farthest of which
 * `count`, `since` and `changes` describe.
 */
export type Gap =
  | { readonly state: 'same'; readonly from: string; readonly to: string }
  | {
      readonly state: 'differs';
      readonly from: string;
      readonly to: string;
      readonly targets: number;
    }
  | {
      readonly state: 'behind';
      readonly from: string;
      readonly to: string;
      readonly targets: number;
      readonly count: number;
      readonly since: string;
      readonly changes: readonly Change[];
    };

export interface EnvironmentColumn {
  readonly environment: Environment;
  readonly targets: readonly TargetState[];
  /** How its targets compare with the environment before them. */
  readonly arrival?: Gap;
}

/**
 * The environments that matter to these targets, in promotion order: those
 * that hold one, and those that one promotes to, where it is missing.
 */
export function environmentColumns(
  environments: readonly Environment[],
  targets: readonly TargetState[],
): EnvironmentColumn[] {
  const inhabited = new Set(targets.map(target => target.environment));
  const known = new Set(environments.map(({ name }) => name));
  const expected = new Set(
    environments.flatMap(({ name, promotesTo }) =>
      inhabited.has(name) ? promotesTo : [],
    ),
  );
  const unlisted = [...inhabited]
    .filter(name => !known.has(name))
    .map((name, index) => ({
      name,
      order: environments.length + index,
      promotesTo: [],
      protected: false,
    }));
  return [...environments, ...unlisted]
    .filter(({ name }) => inhabited.has(name) || expected.has(name))
    .sort((a, b) => a.order - b.order)
    .map(environment => {
      const own = targets
        .filter(target => target.environment === environment.name)
        .sort(byPlace);
      return { environment, targets: own, arrival: arrivalOf(own) };
    });
}

function byPlace(a: TargetState, b: TargetState): number {
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  return (
    compare(a.service, b.service) ||
    compare(a.cluster ?? '', b.cluster ?? '') ||
    compare(a.namespace ?? '', b.namespace ?? '') ||
    compare(a.unitName, b.unitName) ||
    compare(a.id, b.id)
  );
}

function arrivalOf(targets: readonly TargetState[]): Gap | undefined {
  const to = targets[0]?.environment;
  if (to === undefined) return undefined;
  const behind = targets
    .map(target => target.behind)
    .filter((lag): lag is BehindBy => lag.state === 'behind')
    .sort((a, b) => b.count - a.count);
  if (behind.length > 0) {
    const { environment: from, count, since, changes } = behind[0];
    const gap = { from, to, targets: behind.length };
    return { state: 'behind', ...gap, count, since, changes };
  }
  const differing = targets.flatMap(({ behind: lag }) =>
    lag.state === 'differs' ? [lag] : [],
  );
  if (differing.length > 0) {
    const from = differing[0].environment;
    return { state: 'differs', from, to, targets: differing.length };
  }
  const same = targets.flatMap(({ behind: lag }) =>
    lag.state === 'same' ? [lag] : [],
  );
  return same.length > 0
    ? { state: 'same', from: same[0].environment, to }
    : undefined;
}
