import {
  EngineKind,
  engineKindSchema,
  UndeclaredObject,
  undeclaredObjectSchema,
} from '@backstage-gitops/plugin-gitops-common';
import { Knex } from 'knex';
import { z } from 'zod';
import { columnText } from './columnText';
import { BigInteger, isoTime } from './rows';

interface EngineRow {
  readonly kind: string;
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
  readonly failed_at: BigInteger | null;
  readonly last_success_at: BigInteger | null;
  readonly units: number;
  readonly undeclared: string;
  readonly undeclared_total: number;
}

/** An instance by its configured name, or Flux on the cluster `name`. */
export interface EngineName {
  readonly kind: EngineKind;
  readonly name: string;
}

/** What an engine holds: how many units, and what no repository declares. */
export interface EngineSurvey {
  readonly units: number;
  /** All of them; the first are kept. */
  readonly undeclared: readonly UndeclaredObject[];
}

/** How reading an engine goes; times in ISO 8601. */
export interface EngineState {
  readonly state: 'pending' | 'ready' | 'failed';
  readonly reason?: string;
  readonly failedAt?: string;
  readonly lastSuccessAt?: string;
}

/** What is kept of an engine. */
export interface EngineRecord extends EngineName, EngineState {
  readonly units: number;
  readonly undeclared: readonly UndeclaredObject[];
  readonly undeclaredTotal: number;
}

/** More of an engine's undeclared objects are counted, not kept. */
export const keptUndeclared = 100;

const stateSchema = z.enum(['pending', 'ready', 'failed']).catch('pending');
const undeclaredSchema = z.array(undeclaredObjectSchema);

/** How reading each engine goes, and what it holds. */
export class EngineStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Knows of an engine that may not have been read yet. */
  async expect({ kind, name }: EngineName): Promise<void> {
    await this.#knex('engines')
      .insert({ kind, name, state: 'pending' })
      .onConflict(['kind', 'name'])
      .ignore();
  }

  /** Written only where it says something else; tells whether it does. */
  async survey(
    { kind, name }: EngineName,
    { units, undeclared }: EngineSurvey,
  ): Promise<boolean> {
    await this.expect({ kind, name });
    const said = {
      units,
      undeclared: columnText(
        JSON.stringify(undeclared.slice(0, keptUndeclared)),
      ),
      undeclared_total: undeclared.length,
    };
    const changed = await this.#knex('engines')
      .where({ kind, name })
      .whereNot(same => same.where(said))
      .update(said);
    return changed > 0;
  }

  /** The engine was read; tells whether it could not be before. */
  async succeed({ kind, name }: EngineName, at: Date): Promise<boolean> {
    await this.expect({ kind, name });
    const healed = await this.#knex('engines')
      .where({ kind, name })
      .whereNot({ state: 'ready' })
      .update({ state: 'ready', reason: null, failed_at: null });
    await this.#knex('engines')
      .where({ kind, name })
      .update({ last_success_at: at.getTime() });
    return healed > 0;
  }

  /** Keeps the reason, and the time of the first of several failures. */
  async fail(
    { kind, name }: EngineName,
    reason: string,
    at: Date,
  ): Promise<boolean> {
    await this.expect({ kind, name });
    const failed = await this.#knex('engines')
      .where({ kind, name })
      .whereNot({ state: 'failed' })
      .update({ state: 'failed', failed_at: at.getTime() });
    await this.#knex('engines')
      .where({ kind, name })
      .update({ reason: columnText(reason) });
    return failed > 0;
  }

  /** Forgets an engine that is not there any more. */
  async forget({ kind, name }: EngineName): Promise<void> {
    await this.#knex('engines').where({ kind, name }).delete();
  }

  /** Forgets all of a kind but those. */
  async retain(kind: EngineKind, names: readonly string[]): Promise<void> {
    await this.#knex('engines')
      .where({ kind })
      .whereNotIn('name', names)
      .delete();
  }

  /** How reading those of a kind goes, by name. */
  async states(kind: EngineKind): Promise<ReadonlyMap<string, EngineState>> {
    const rows: Pick<
      EngineRow,
      'name' | 'state' | 'reason' | 'failed_at' | 'last_success_at'
    >[] = await this.#knex<EngineRow>('engines')
      .where({ kind })
      .select('name', 'state', 'reason', 'failed_at', 'last_success_at');
    return new Map(rows.map(row => [row.name, stateOf(row)]));
  }

  /** By kind, then name. */
  async all(): Promise<EngineRecord[]> {
    const rows = await this.#knex<EngineRow>('engines').orderBy([
      'kind',
      'name',
    ]);
    return rows.map(recordOf);
  }
}

function recordOf(row: EngineRow): EngineRecord {
  return {
    kind: engineKindSchema.parse(row.kind),
    name: row.name,
    ...stateOf(row),
    units: row.units,
    undeclared: undeclaredSchema.parse(JSON.parse(row.undeclared)),
    undeclaredTotal: row.undeclared_total,
  };
}

function stateOf(
  row: Pick<EngineRow, 'state' | 'reason' | 'failed_at' | 'last_success_at'>,
): EngineState {
  return {
    state: stateSchema.parse(row.state),
    reason: row.reason ?? undefined,
    failedAt: isoTime(row.failed_at),
    lastSuccessAt: isoTime(row.last_success_at),
  };
}
