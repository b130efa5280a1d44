import { Knex } from 'knex';
import { batchesOf } from './batches';
import { LookRows } from './StoredLooks';
import { LiveColumns } from './targetLive';

/** Writes what nothing was known of before, in few statements. */
export async function writeFirstLooks(
  tx: Knex.Transaction,
  looks: readonly LookRows[],
): Promise<readonly string[]> {
  const observations = looks.map(({ observation }) => observation);
  for (const batch of batchesOf(observations, 13)) {
    await tx('observations').insert(batch);
  }
  const resources = looks.flatMap(look => look.resources);
  for (const batch of batchesOf(resources, 15)) {
    await tx('resource_observations')
      .insert(batch)
      .onConflict(['unit_id', 'subject'])
      .merge();
  }
  const targets = looks.flatMap(look => look.targets);
  await writeTargets(tx, targets);
  return targets.map(({ target }) => target.id);
}

/** Many targets are alike: each that is as declared is. */
async function writeTargets(
  tx: Knex.Transaction,
  targets: LookRows['targets'],
): Promise<void> {
  const alike = new Map<string, { columns: LiveColumns; keys: number[] }>();
  for (const { target, columns } of targets) {
    const name = JSON.stringify(columns);
    const group = alike.get(name) ?? { columns, keys: [] };
    group.keys.push(target.key);
    alike.set(name, group);
  }
  for (const { columns, keys } of alike.values()) {
    for (const batch of batchesOf(keys, 1)) {
      await tx('targets').whereIn('key', batch).update(columns);
    }
  }
}
