import {
  Behind,
  Change,
  TargetState,
} from '@backstage-gitops/plugin-gitops-common';
import { HistoryReader } from '../database/HistoryReader';
import { ProposalReader } from '../database/ProposalReader';
import { RepositoryStore } from '../database/RepositoryStore';
import {
  changeFromRow,
  ChangeRow,
  isoTime,
  readArtifacts,
  readNumbers,
  readStrings,
  TargetRow,
} from '../database/rows';
import { TargetWithUnit } from '../database/TargetReader';
import { safeHref } from '../links/ForgeLinks';
import { Visibility } from '../permissions/TargetAccess';
import { ConfiguredRepositories } from './ConfiguredRepositories';
import { LiveStates } from './LiveStates';
import { changeAskers, ChangeAskers } from './changeAskers';

/** Makes of stored targets what the API shows of them. */
export class TargetStates {
  readonly #repositories: ConfiguredRepositories;
  readonly #status: RepositoryStore;
  readonly #history: HistoryReader;
  readonly #proposals: ProposalReader;
  readonly #live: LiveStates;

  constructor(options: {
    repositories: ConfiguredRepositories;
    status: RepositoryStore;
    history: HistoryReader;
    proposals: ProposalReader;
    live: LiveStates;
  }) {
    this.#repositories = options.repositories;
    this.#status = options.status;
    this.#history = options.history;
    this.#proposals = options.proposals;
    this.#live = options.live;
  }

  async of(
    rows: readonly TargetWithUnit[],
    visibility: Visibility,
  ): Promise<TargetState[]> {
    const revisions = await this.#status.revisions([
      ...new Set(rows.map(row => row.repository_id)),
    ]);
    const changes = await this.#history.byKeys([
      ...new Set(rows.flatMap(changeKeys)),
    ]);
    const asked = await changeAskers(
      this.#proposals,
      [...changes.values()],
      visibility,
    );
    const live = await this.#live.of(rows);
    return rows.map(row => ({
      ...this.#state(
        row,
        revisions.get(row.repository_id)?.[row.branch] ?? '',
        changes,
        asked,
      ),
      live: live.get(row.id),
    }));
  }

  #state(
    row: TargetWithUnit,
    revision: string,
    changes: ReadonlyMap<number, ChangeRow>,
    asked: ChangeAskers,
  ): TargetState {
    const artifacts = readArtifacts(row.artifacts);
    const pages = this.#repositories.links(row.repository_id);
    const links: Record<string, string> = {};
    for (const { file } of artifacts) {
      const href = pages.file(revision, file);
      if (href !== undefined) links[file] = href;
    }
    const shown = (key: number, targets: string[]) => {
      const change = changes.get(key);
      return (
        change && {
          ...linkedChange(changeFromRow(change, targets), pages),
          ...asked(change),
        }
      );
    };
    return {
      id: row.id,
      unit: row.unit_id,
      service: row.service,
      aliases: readStrings(row.aliases),
      environment: row.environment,
      cluster: row.cluster ?? undefined,
      namespace: row.namespace ?? undefined,
      path: row.path,
      artifacts,
      repository: row.repository_id,
      revision,
      unitKind: row.unit_kind ?? '',
      unitName: row.unit_name ?? '',
      entityRef: row.entity_ref || undefined,
      owner: row.owner || undefined,
      lastChange:
        row.last_change === null ? undefined : shown(row.last_change, [row.id]),
      behind: behindOf(
        row,
        readNumbers(row.behind_changes).flatMap(key => shown(key, []) ?? []),
      ),
      links,
      lineFragment: pages.lineFragment,
      dependencyFiles: row.unit_files ?? undefined,
    };
  }
}

function changeKeys(row: TargetRow): number[] {
  return [
    ...(row.last_change === null ? [] : [row.last_change]),
    ...readNumbers(row.behind_changes),
  ];
}

function behindOf(row: TargetRow, changes: Change[]): Behind {
  const environment = row.behind_environment ?? '';
  switch (row.behind_state) {
    case 'same':
    case 'differs':
      return { state: row.behind_state, environment };
    case 'behind':
      return {
        state: 'behind',
        environment,
        count: row.behind_count,
        since: isoTime(row.behind_since ?? 0),
        changes,
      };
    default:
      return { state: 'first' };
  }
}

/** A change whose pull request can be followed, where the forge is known. */
export function linkedChange<T extends Change>(
  change: T,
  pages: { pullRequest(number: number): string | undefined },
): T {
  if (!change.pullRequest) return change;
  const { number, url } = change.pullRequest;
  return {
    ...change,
    pullRequest: {
      number,
      url: safeHref(url) ?? pages.pullRequest(number),
    },
  };
}
