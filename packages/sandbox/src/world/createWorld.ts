import fs from 'node:fs/promises';
import path from 'node:path';
import { buildCommitGraph, CommitGraph } from '../history/commitGraph';
import { writeRepository } from '../history/writeRepository';
import { createCalendar } from './calendar';
import { forge, organisation } from './organisation';
import { landPlatformConfig } from './platformConfig';
import { readSeedFiles } from './seedFiles';
import { landShopDeploy } from './shopDeploy';

/**
 * Every commit of the world, by repository. `end` is the instant just after
 * the last day; the same day gives the same commits on every machine.
 */
export function composeWorld(end: Date): Map<string, CommitGraph> {
  const calendar = createCalendar(midnight(end).getTime() / 1000);
  const compose = (
    name: string,
    land: typeof landPlatformConfig,
  ): [string, CommitGraph] => [
    `${organisation.owner}/${name}`,
    buildCommitGraph({
      owner: organisation.owner,
      forge,
      landings: land(readSeedFiles(name), calendar),
    }),
  ];
  return new Map([
    compose('platform-config', landPlatformConfig),
    compose('shop-deploy', landShopDeploy),
  ]);
}

/**
 * Writes the world as bare repositories, `owner/name.git` below `directory`,
 * which is replaced. An interrupted run leaves nothing that looks finished.
 *
 * @public
 */
export async function createWorld(directory: string, end: Date) {
  const draft = `${directory}.draft`;
  await fs.rm(draft, { recursive: true, force: true });
  await fs.mkdir(draft, { recursive: true });
  for (const [name, graph] of composeWorld(end)) {
    await writeRepository(path.join(draft, `${name}.git`), graph);
  }
  await fs.rm(directory, { recursive: true, force: true });
  await fs.rename(draft, directory);
}

/** The beginning, in UTC, of the day that an instant lies in. */
export function midnight(instant: Date): Date {
  return new Date(instant.toISOString().slice(0, 10));
}
