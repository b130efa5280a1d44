/** An environment with those it promotes to. */
export interface Stage {
  readonly name: string;
  readonly promotesTo: readonly string[];
}

/**
 * The environments before one, nearest first: each entry holds those that are
 * equally near.
 */
export function stagesBefore(
  name: string,
  stages: readonly Stage[],
): readonly (readonly string[])[] {
  const levels: string[][] = [];
  const seen = new Set([name]);
  let level = [name];
  while (level.length > 0) {
    const targets = level;
    level = stages
      .filter(
        stage =>
          !seen.has(stage.name) &&
          stage.promotesTo.some(next => targets.includes(next)),
      )
      .map(stage => stage.name);
    for (const stage of level) seen.add(stage);
    if (level.length > 0) levels.push([...new Set(level)]);
  }
  return levels;
}
