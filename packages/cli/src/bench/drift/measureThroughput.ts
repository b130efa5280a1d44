import { randomBytes } from 'node:crypto';
import {
  compareResources,
  Resource,
  SchemaSource,
} from '@backstage-gitops/plugin-gitops-node';

/** Enough for the just-in-time compiler to settle, and to even out pauses. */
const warmUpMs = 1_000;
const measuredMs = 3_000;

/** How many objects are compared in a second of one core's time. */
export function measureThroughput(
  declared: readonly Resource[],
  live: readonly Resource[],
  { schemas, fieldManager }: { schemas: SchemaSource; fieldManager: string },
): number {
  const round = () =>
    compareResources(
      { declared: declared.map(resource => ({ resource })), live },
      {
        schemas,
        rules: [],
        fieldManagers: [fieldManager],
        unmanaged: false,
        defaultNamespace: 'default',
        salt: randomBytes(32),
      },
    ).length;
  repeat(round, warmUpMs);
  const before = process.cpuUsage();
  const compared = repeat(round, measuredMs);
  const { user, system } = process.cpuUsage(before);
  return compared / ((user + system) / 1e6);
}

function repeat(round: () => number, milliseconds: number): number {
  const end = performance.now() + milliseconds;
  let compared = 0;
  while (performance.now() < end) compared += round();
  return compared;
}
