import {
  CommitOrder,
  ConfigRepository,
  DiscoveredArtifact,
  DiscoveredTarget,
  Discovery,
  HistoryOptions,
  HistoryPage,
  LandedChange,
  RefreshResult,
} from '@backstage-gitops/plugin-gitops-node';
import {
  ArtifactChange,
  Environment,
  Unit,
} from '@backstage-gitops/plugin-gitops-common';

/** A hexadecimal object id that a person can tell apart. */
export function objectId(number: number): string {
  return number.toString(16).padStart(40, '0');
}

export function declaredUnit(id: string, more: Partial<Unit> = {}): Unit {
  return {
    id,
    kind: 'Overlay',
    name: id,
    environment: 'production',
    path: `apps/${id}`,
    declaredBy: { file: `apps/${id}/kustomization.yaml`, line: 1 },
    files: [`apps/${id}/kustomization.yaml`],
    ...more,
  };
}

export function declaredArtifact(
  version: string,
  more: Partial<DiscoveredArtifact> = {},
): DiscoveredArtifact {
  const file = more.file ?? 'apps/kustomization.yaml';
  const field = 'images[0].newTag';
  return {
    kind: 'image',
    name: 'registry.acme.example/cart',
    version,
    file,
    line: 7,
    field,
    origin: 'exact',
    source: { branch: 'main', file, document: '#0', field },
    ...more,
  };
}

export function declaredTarget(
  id: string,
  more: Partial<DiscoveredTarget> = {},
): DiscoveredTarget {
  return {
    id,
    unit: id,
    service: 'cart',
    aliases: [],
    environment: 'production',
    path: `apps/${id}`,
    artifacts: [declaredArtifact('v1')],
    branch: 'main',
    ...more,
  };
}

/** A change of the only image, `number` landings after the first. */
export function landedChange(
  number: number,
  more: Partial<LandedChange> & {
    move?: Partial<ArtifactChange> | undefined;
  } = {},
): LandedChange {
  const { move = {}, ...columns } = more;
  const time = new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString();
  return {
    targets: [],
    commit: objectId(number * 2 + 1),
    landedBy: objectId(number * 2),
    position: number,
    effectiveAt: time,
    authoredAt: time,
    author: 'Ada',
    subject: `Release v${number}`,
    artifacts: [
      {
        kind: 'image',
        name: 'registry.acme.example/cart',
        from: number > 1 ? `v${number - 1}` : undefined,
        to: `v${number}`,
        file: 'apps/kustomization.yaml',
        line: 7,
        ...move,
      },
    ],
    rollback: false,
    ...columns,
  };
}

/** Three stages, each promoting to the next. */
export const threeStages: Environment[] = [
  { name: 'development', order: 0, promotesTo: ['staging'], protected: false },
  { name: 'staging', order: 1, promotesTo: ['production'], protected: false },
  { name: 'production', order: 2, promotesTo: [], protected: true },
];

/** A repository that says what a test tells it to, without Git. */
export class DeclaredRepository implements ConfigRepository {
  discovery: Discovery = {
    units: [],
    targets: [],
    environments: threeStages,
    diagnostics: [],
  };
  revisions: Record<string, string> = { main: objectId(1) };
  /** Newest first, by target. */
  changes = new Map<string, readonly LandedChange[]>();
  failure: Error | undefined;
  refreshes = 0;
  discoveries = 0;
  closed = false;

  /** Declares targets, each with a unit of its own, at a new revision. */
  declare(
    targets: readonly DiscoveredTarget[],
    more: Partial<Discovery> = {},
  ): void {
    this.discovery = {
      ...this.discovery,
      units: targets.map(({ unit, environment, cluster }) =>
        declaredUnit(unit, { environment, ...(cluster && { cluster }) }),
      ),
      targets,
      ...more,
    };
    this.revisions = {
      main: objectId(parseInt(this.revisions.main, 16) + 1),
    };
  }

  async refresh(): Promise<RefreshResult> {
    this.refreshes += 1;
    if (this.failure) throw this.failure;
    return { revisions: this.revisions, moved: true, rewritten: [] };
  }

  async discover() {
    this.discoveries += 1;
    return { ...this.discovery, revisions: this.revisions };
  }

  async history(
    [target]: readonly string[],
    { kind, limit, cursor, downTo = 0 }: HistoryOptions,
  ): Promise<HistoryPage> {
    const start = Number(cursor ?? 0);
    const all = (this.changes.get(target) ?? []).filter(
      ({ artifacts, position }) =>
        position >= downTo && (kind === 'all' || artifacts.length > 0),
    );
    const end = start + limit;
    return {
      changes: all.slice(start, end),
      nextCursor: end < all.length ? String(end) : undefined,
    };
  }

  input(): never {
    throw new Error('No proposal is planned here');
  }

  tree(): never {
    throw new Error('Nothing is read from a tree here');
  }

  /** Git knows none of its commits. */
  async commitOrder(): Promise<CommitOrder> {
    return { contains: () => undefined, positionOf: () => undefined };
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
