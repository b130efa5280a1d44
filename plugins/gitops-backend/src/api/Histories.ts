import {
  ChangeEntry,
  HistoryResponse,
} from '@backstage-gitops/plugin-gitops-common';
import { z } from 'zod';
import { HistoryReader, TargetChange } from '../database/HistoryReader';
import { ChangeKind } from '../database/historyRows';
import { ProposalReader } from '../database/ProposalReader';
import { changeFromRow, TargetRow } from '../database/rows';
import { Visibility } from '../permissions/TargetAccess';
import { changeAskers } from './changeAskers';
import { ChangeOfTarget, ChangeRollouts } from './ChangeRollouts';
import { ConfiguredRepositories } from './ConfiguredRepositories';
import { decodeCursor, encodeCursor, int32Schema, textSchema } from './cursor';
import { linkedChange } from './TargetStates';

export interface HistoryQuestion {
  readonly environment?: string;
  readonly kind: ChangeKind;
  readonly limit: number;
  readonly cursor?: string;
}

/** Where an entry stands among all others: newest first, then by name. */
const placeSchema = z.tuple([
  z.number().int(),
  int32Schema,
  textSchema,
  textSchema,
]);

type Place = z.infer<typeof placeSchema>;

interface PlacedEntry {
  readonly place: Place;
  readonly entry: ChangeEntry;
  /** What the entry is made of. */
  readonly changes: readonly ChangeOfTarget[];
}

/** Pages through the changes of targets. */
export class Histories {
  readonly #history: HistoryReader;
  readonly #repositories: ConfiguredRepositories;
  readonly #rollouts: ChangeRollouts;
  readonly #proposals: ProposalReader;

  constructor(options: {
    history: HistoryReader;
    repositories: ConfiguredRepositories;
    rollouts: ChangeRollouts;
    proposals: ProposalReader;
  }) {
    this.#history = options.history;
    this.#repositories = options.repositories;
    this.#rollouts = options.rollouts;
    this.#proposals = options.proposals;
  }

  /** `subject` names whose history it is, which a cursor is good for. */
  async page(
    subject: string,
    targets: readonly TargetRow[],
    { environment, kind, limit, cursor }: HistoryQuestion,
    visibility: Visibility,
  ): Promise<HistoryResponse> {
    const question = { subject, environment, kind };
    const after =
      cursor === undefined
        ? undefined
        : decodeCursor(placeSchema, question, cursor);
    const shown = targets.filter(
      target => environment === undefined || target.environment === environment,
    );
    if (shown.length === 0) return { items: [] };
    // One more tells whether there is a next page; another may be the entry
    // that the page before ended with.
    const rows = await this.#history.newest(
      shown.map(({ key }) => key),
      {
        kind,
        limit: limit + 2,
        from: after && { effectiveAt: after[0], position: after[1] },
      },
    );
    const entries = this.#entries(shown, rows).filter(
      ({ place }) => !after || comparePlaces(place, after) > 0,
    );
    const page = entries.slice(0, limit);
    return {
      items: await this.#withAskers(
        page,
        await this.#withRollouts(page),
        visibility,
      ),
      nextCursor:
        entries.length > limit
          ? encodeCursor(question, page[page.length - 1].place)
          : undefined,
    };
  }

  async #withAskers(
    page: readonly PlacedEntry[],
    entries: readonly ChangeEntry[],
    visibility: Visibility,
  ): Promise<ChangeEntry[]> {
    const landed = page.map(({ changes: [{ change }] }) => change);
    const asked = await changeAskers(this.#proposals, landed, visibility);
    return entries.map((entry, index) => ({
      ...entry,
      ...asked(landed[index]),
    }));
  }

  async #withRollouts(page: readonly PlacedEntry[]): Promise<ChangeEntry[]> {
    const asked = page.flatMap(({ changes }) => changes);
    const answers = await this.#rollouts.of(asked);
    const known = new Map(asked.map((one, index) => [one, answers[index]]));
    return page.map(({ entry, changes }) => {
      const rollouts = changes.flatMap(one => known.get(one) ?? []);
      return rollouts.length > 0 ? { ...entry, rollouts } : entry;
    });
  }

  /** One entry for each landing and environment, whatever targets it moved. */
  #entries(
    targets: readonly TargetRow[],
    rows: readonly TargetChange[],
  ): PlacedEntry[] {
    const targetsByKey = new Map(targets.map(target => [target.key, target]));
    const entries = new Map<string, PlacedEntry>();
    for (const row of rows) {
      const target = targetsByKey.get(row.target_key);
      if (!target) continue;
      const place: Place = [
        Number(row.effective_at),
        row.position,
        row.repository_id,
        target.environment,
      ];
      const name = JSON.stringify([...place, row.landed_by]);
      const entry = this.#entry(target, row);
      const known = entries.get(name);
      entries.set(name, {
        place,
        entry: known ? merged(known.entry, entry) : entry,
        changes: [...(known?.changes ?? []), { target, change: row }],
      });
    }
    return [...entries.values()].sort((a, b) =>
      comparePlaces(a.place, b.place),
    );
  }

  #entry(target: TargetRow, row: TargetChange): ChangeEntry {
    const pages = this.#repositories.links(row.repository_id);
    return {
      ...linkedChange(changeFromRow(row, [target.id]), pages),
      environment: target.environment,
      clusters: target.cluster === null ? [] : [target.cluster],
      repository: row.repository_id,
      commitUrl: pages.commit(row.commit),
    };
  }
}

function merged(a: ChangeEntry, b: ChangeEntry): ChangeEntry {
  const artifacts = new Map(
    [...a.artifacts, ...b.artifacts].map(artifact => [
      JSON.stringify(artifact),
      artifact,
    ]),
  );
  return {
    ...a,
    targets: [...new Set([...a.targets, ...b.targets])],
    clusters: [...new Set([...a.clusters, ...b.clusters])].sort(),
    artifacts: [...artifacts.values()],
    rollback: a.rollback || b.rollback,
  };
}

function comparePlaces(a: Place, b: Place): number {
  return (
    b[0] - a[0] ||
    b[1] - a[1] ||
    compareText(a[2], b[2]) ||
    compareText(a[3], b[3])
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
