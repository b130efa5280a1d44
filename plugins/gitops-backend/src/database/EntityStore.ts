import { Knex } from 'knex';
import { EntityMatcher, MatchableTarget } from '../entities/EntityMatcher';
import { entitySelectorSchema, KnownEntity } from '../entities/EntitySelector';
import { batchesOf } from './batches';
import { digestOf } from './digest';
import { lockTargets } from './lockTargets';
import { readStringMap, readStrings, TargetRow, UnitRow } from './rows';

interface EntityRow {
  readonly ref: string;
  readonly owner: string;
  readonly selector: string;
  readonly digest: string;
}

interface Tie {
  readonly entity_ref: string;
  readonly target_key: number;
  readonly owner: string;
}

/** The entity that stands for a target where only one can be shown. */
type Primary = Pick<TargetRow, 'entity_ref' | 'owner'>;

/** Which entities there are, and which targets are theirs. */
export class EntityStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async find(ref: string): Promise<KnownEntity | undefined> {
    const row = await this.#knex<EntityRow>('entities').where({ ref }).first();
    return row && knownFromRow(row);
  }

  /** Keeps what is new about some entities; tells whether anything was. */
  async save(entities: readonly KnownEntity[]): Promise<boolean> {
    const rows = entities.map(rowOf);
    let saved = false;
    for (const batch of batchesOf(rows, 4)) {
      const stored = await this.#knex<EntityRow>('entities')
        .whereIn(
          'ref',
          batch.map(({ ref }) => ref),
        )
        .select('ref', 'digest');
      const digests = new Map(stored.map(row => [row.ref, row.digest]));
      const fresh = batch.filter(row => digests.get(row.ref) !== row.digest);
      if (fresh.length === 0) continue;
      await this.#knex('entities').insert(fresh).onConflict('ref').merge();
      saved = true;
    }
    return saved;
  }

  /** Forgets entities that the catalog has no more. */
  async retain(refs: ReadonlySet<string>): Promise<boolean> {
    const stored = await this.#knex<EntityRow>('entities').pluck('ref');
    const gone = stored.filter(ref => !refs.has(ref));
    for (const batch of batchesOf(gone, 1)) {
      await this.#knex('entities').whereIn('ref', batch).delete();
    }
    return gone.length > 0;
  }

  /**
   * Ties every target to its entities anew, and tells the services whose
   * targets got another entity.
   */
  async tie(): Promise<readonly string[]> {
    return this.#knex.transaction(async tx => {
      await lockTargets(tx);
      const targets = await matchableTargets(tx);
      const entities = (await tx<EntityRow>('entities')).map(knownFromRow);
      const matcher = new EntityMatcher(targets);
      const ties: Tie[] = [];
      const primaries = new Map<number, Primary>();
      for (const { ref, owner, selector } of entities.sort(byPrecedence)) {
        for (const { key } of matcher.match(selector)) {
          ties.push({ entity_ref: ref, target_key: key, owner });
          if (!primaries.has(key)) {
            primaries.set(key, { entity_ref: ref, owner });
          }
        }
      }
      await writeTies(tx, ties);
      return writePrimaries(tx, primaries);
    });
  }
}

function rowOf({ ref, owner, selector }: KnownEntity): EntityRow {
  const columns = { ref, owner, selector: JSON.stringify(selector) };
  return { ...columns, digest: digestOf(columns) };
}

function knownFromRow({ ref, owner, selector }: EntityRow): KnownEntity {
  return {
    ref,
    owner,
    selector: entitySelectorSchema.parse(JSON.parse(selector)),
  };
}

/** Entities of one's own before provided ones, components before the rest. */
function byPrecedence(a: KnownEntity, b: KnownEntity): number {
  const rank = ({ ref, selector }: KnownEntity) =>
    (selector.provided ? 2 : 0) + (ref.startsWith('component:') ? 0 : 1);
  return rank(a) - rank(b) || (a.ref < b.ref ? -1 : 1);
}

async function matchableTargets(
  tx: Knex.Transaction,
): Promise<MatchableTarget[]> {
  const rows: Array<
    Pick<
      TargetRow,
      'key' | 'repository_id' | 'service' | 'aliases' | 'path'
    > & {
      unit_kind: UnitRow['kind'] | null;
      unit_name: UnitRow['name'] | null;
      unit_labels: UnitRow['labels'] | null;
    }
  > = await tx('targets')
    .leftJoin('units', 'units.id', 'targets.unit_id')
    .select(
      'targets.key',
      'targets.repository_id',
      'targets.service',
      'targets.aliases',
      'targets.path',
      'units.kind as unit_kind',
      'units.name as unit_name',
      'units.labels as unit_labels',
    );
  return rows.map(row => ({
    key: row.key,
    repository: row.repository_id,
    service: row.service,
    aliases: readStrings(row.aliases),
    path: row.path,
    unitKind: row.unit_kind ?? '',
    unitName: row.unit_name ?? '',
    unitLabels: readStringMap(row.unit_labels ?? '{}'),
  }));
}

async function writeTies(
  tx: Knex.Transaction,
  ties: readonly Tie[],
): Promise<void> {
  const keyOf = (tie: Tie) => `${tie.target_key}\n${tie.entity_ref}`;
  const stored = new Map(
    (await tx<Tie>('target_entities')).map(tie => [keyOf(tie), tie]),
  );
  const wanted = new Map(ties.map(tie => [keyOf(tie), tie]));
  const gone = [...stored].filter(([key]) => !wanted.has(key));
  for (const [, { entity_ref, target_key }] of gone) {
    await tx('target_entities').where({ entity_ref, target_key }).delete();
  }
  const fresh = [...wanted]
    .filter(([key, tie]) => stored.get(key)?.owner !== tie.owner)
    .map(([, tie]) => tie);
  for (const batch of batchesOf(fresh, 3)) {
    await tx('target_entities')
      .insert(batch)
      .onConflict(['entity_ref', 'target_key'])
      .merge();
  }
}

async function writePrimaries(
  tx: Knex.Transaction,
  primaries: ReadonlyMap<number, Primary>,
): Promise<readonly string[]> {
  const none: Primary = { entity_ref: '', owner: '' };
  const stored = await tx<TargetRow>('targets').select(
    'key',
    'service',
    'entity_ref',
    'owner',
  );
  const moved = new Map<string, { primary: Primary; keys: number[] }>();
  const services = new Set<string>();
  for (const row of stored) {
    const primary = primaries.get(row.key) ?? none;
    if (row.entity_ref === primary.entity_ref && row.owner === primary.owner) {
      continue;
    }
    services.add(row.service);
    const name = `${primary.entity_ref}\n${primary.owner}`;
    const group = moved.get(name) ?? { primary, keys: [] };
    group.keys.push(row.key);
    moved.set(name, group);
  }
  for (const { primary, keys } of moved.values()) {
    for (const batch of batchesOf(keys, 1)) {
      await tx('targets').whereIn('key', batch).update(primary);
    }
  }
  return [...services];
}
