/** How loud a policy is: `deny` blocks a proposal. @public */
export type PolicyLevel = 'deny' | 'warn';

/**
 * How loud a policy is, and where it is louder or quieter. `levels` is by
 * environment and goes before `level`.
 *
 * @public
 */
export interface LevelSettings {
  readonly level: PolicyLevel;
  readonly levels?: Readonly<Record<string, PolicyLevel>>;
}

/** The level of a policy in an environment. */
export function levelIn(
  environment: string,
  { level, levels = {} }: LevelSettings,
): PolicyLevel {
  return Object.hasOwn(levels, environment) ? levels[environment] : level;
}
