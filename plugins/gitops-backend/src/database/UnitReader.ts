import {
  Target,
  Unit,
  unitKindSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { digestOf } from './digest';
import {
  readArtifacts,
  readStringMap,
  readStrings,
  RepositoryRow,
  TargetRow,
  UnitRow,
} from './rows';

/** A unit as it was indexed, with where it was read. */
export interface IndexedUnit {
  readonly repository: string;
  /** Its dependency files are not kept. */
  readonly unit: Unit;
  readonly targets: readonly Target[];
}

/** Reads units with the targets they hold. */
export class UnitReader {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  async all(): Promise<IndexedUnit[]> {
    const targets: TargetRow[] = await this.#knex<TargetRow>('targets')
      .select('*')
      .orderBy('key');
    const byUnit = new Map<string, Target[]>();
    for (const row of targets) {
      const known = byUnit.get(row.unit_id);
      if (known) known.push(targetFromRow(row));
      else byUnit.set(row.unit_id, [targetFromRow(row)]);
    }
    const units = await this.#knex<UnitRow>('units').orderBy('id');
    return units.map(row => indexedUnit(row, byUnit.get(row.id) ?? []));
  }

  async byId(id: string): Promise<IndexedUnit | undefined> {
    const row = await this.#knex<UnitRow>('units').where({ id }).first();
    if (!row) return undefined;
    const targets: TargetRow[] = await this.#knex<TargetRow>('targets')
      .where({ unit_id: id })
      .select('*')
      .orderBy('key');
    return indexedUnit(row, targets.map(targetFromRow));
  }

  /** Another one whenever indexing has found something new. */
  async fingerprint(): Promise<string> {
    const rows: Pick<RepositoryRow, 'id' | 'facts_key'>[] =
      await this.#knex<RepositoryRow>('repositories')
        .select('id', 'facts_key')
        .orderBy('id');
    return digestOf(rows.map(({ id, facts_key }) => [id, facts_key]));
  }
}

function indexedUnit(row: UnitRow, targets: readonly Target[]): IndexedUnit {
  return {
    repository: row.repository_id,
    unit: {
      id: row.id,
      kind: unitKindSchema.parse(row.kind),
      name: row.name,
      namespace: row.namespace ?? undefined,
      cluster: row.cluster ?? undefined,
      environment: row.environment,
      path: row.path,
      declaredBy: { file: row.declared_file, line: row.declared_line },
      files: [],
      labels: readStringMap(row.labels),
    },
    targets,
  };
}

function targetFromRow(row: TargetRow): Target {
  return {
    id: row.id,
    unit: row.unit_id,
    service: row.service,
    aliases: readStrings(row.aliases),
    environment: row.environment,
    cluster: row.cluster ?? undefined,
    namespace: row.namespace ?? undefined,
    path: row.path,
    artifacts: readArtifacts(row.artifacts),
  };
}
