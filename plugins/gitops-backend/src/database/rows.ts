import {
  Artifact,
  ArtifactChange,
  artifactChangeSchema,
  artifactSchema,
  Change,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';

/** PostgreSQL's driver hands a bigInteger out as a string. */
export type BigInteger = number | string;

export interface RepositoryRow {
  readonly id: string;
  readonly state: string;
  readonly error: string | null;
  readonly last_attempt_at: BigInteger | null;
  readonly last_success_at: BigInteger | null;
  readonly revisions: string;
  readonly facts_key: string | null;
  readonly history_key: string | null;
  readonly diagnostics_digest: string | null;
  readonly units: number;
  readonly targets: number;
  readonly infos: number;
  readonly warnings: number;
  readonly errors: number;
}

export interface EnvironmentRow {
  readonly repository_id: string;
  readonly name: string;
  readonly position: number;
  readonly promotes_to: string;
  readonly protected: boolean | number;
}

export interface UnitRow {
  readonly id: string;
  readonly repository_id: string;
  readonly digest: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly cluster: string | null;
  readonly environment: string;
  readonly path: string;
  readonly declared_file: string;
  readonly declared_line: number;
  readonly files: number;
  readonly labels: string;
}

/** The columns of a target that discovery fills. */
export interface DeclaredTargetRow {
  readonly id: string;
  readonly repository_id: string;
  readonly unit_id: string;
  readonly digest: string;
  readonly definition: string;
  readonly service: string;
  readonly aliases: string;
  readonly environment: string;
  readonly environment_position: number;
  readonly cluster: string | null;
  readonly namespace: string | null;
  readonly path: string;
  readonly branch: string;
  readonly artifacts: string;
  readonly search_text: string;
}

/** The columns that say how far a target lags. */
export interface LagColumns {
  readonly behind_state: string;
  readonly behind_environment: string | null;
  readonly behind_count: number;
  readonly behind_since: BigInteger | null;
  readonly behind_changes: string;
  readonly behind_rank: number;
}

export interface TargetRow extends DeclaredTargetRow, LagColumns {
  readonly key: number;
  readonly history_definition: string | null;
  readonly entity_ref: string;
  readonly owner: string;
  readonly last_change: number | null;
  readonly changed_at: BigInteger;
  readonly live: string | null;
  readonly live_cluster: string;
  readonly live_sync: string;
  readonly live_engine: string;
  readonly live_instance: string;
  readonly live_stuck: string;
  readonly state_rank: number;
  readonly drift_count: number;
  readonly drift_since: BigInteger | null;
}

export interface ChangeRow {
  readonly key: number;
  readonly repository_id: string;
  readonly digest: string;
  readonly position: number;
  readonly commit: string;
  readonly landed_by: string;
  readonly effective_at: BigInteger;
  readonly authored_at: BigInteger;
  readonly observed_at: BigInteger | null;
  readonly author: string;
  readonly subject: string;
  readonly pull_request: number | null;
  readonly pull_request_url: string | null;
  readonly approvers: string | null;
  readonly artifacts: string;
  readonly rollback: boolean | number;
}

export interface TargetChangeRow {
  readonly target_key: number;
  readonly effective_at: BigInteger;
  readonly position: number;
  readonly change_key: number;
  readonly kind: number;
}

const strings = z.array(z.string());
const numbers = z.array(z.number());
const stringMap = z.record(z.string(), z.string());

export const readStrings = (text: string): string[] =>
  strings.parse(JSON.parse(text));
export const readNumbers = (text: string): number[] =>
  numbers.parse(JSON.parse(text));
export const readStringMap = (text: string): Record<string, string> =>
  stringMap.parse(JSON.parse(text));
export const readArtifacts = (text: string): Artifact[] =>
  z.array(artifactSchema).parse(JSON.parse(text));
export const readArtifactChanges = (text: string): ArtifactChange[] =>
  z.array(artifactChangeSchema).parse(JSON.parse(text));

/** Milliseconds as a column holds them, as ISO 8601. */
export function isoTime(milliseconds: BigInteger): string;
export function isoTime(milliseconds: BigInteger | null): string | undefined;
export function isoTime(milliseconds: BigInteger | null): string | undefined {
  return milliseconds === null
    ? undefined
    : new Date(Number(milliseconds)).toISOString();
}

/** ECMAScript's dates end here; Git takes any number for a date. */
const latestTime = 8_640_000_000_000_000;

/** ISO 8601 as a column holds it; a time that can't be read is 1970. */
export function columnTime(text: string): number {
  const time = Date.parse(text);
  return Number.isNaN(time) ? 0 : Math.min(time, latestTime);
}

/** A stored change for the targets it is shown with. */
export function changeFromRow(
  row: ChangeRow,
  targets: readonly string[],
): Change {
  return {
    targets: [...targets],
    commit: row.commit,
    landedBy: row.landed_by,
    effectiveAt: isoTime(row.effective_at),
    observedAt: isoTime(row.observed_at),
    authoredAt: isoTime(row.authored_at),
    author: row.author,
    subject: row.subject,
    pullRequest:
      row.pull_request === null
        ? undefined
        : {
            number: row.pull_request,
            url: row.pull_request_url ?? undefined,
          },
    approvers: row.approvers === null ? undefined : readStrings(row.approvers),
    artifacts: readArtifactChanges(row.artifacts),
    rollback: Boolean(row.rollback),
  };
}
