import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { DiscoveredTarget, Discovery } from '../discovery/model';

/** How what is declared differs, target by target. */
export interface TargetChanges {
  readonly added: readonly DiscoveredTarget[];
  readonly removed: readonly DiscoveredTarget[];
  /** Still there, and another in what it runs or where. */
  readonly changed: readonly DiscoveredTarget[];
}

export function compareTargets(
  before: Discovery,
  after: Discovery,
): TargetChanges {
  const old = new Map(before.targets.map(target => [target.id, target]));
  const now = new Map(after.targets.map(target => [target.id, target]));
  return {
    added: after.targets.filter(({ id }) => !old.has(id)),
    removed: before.targets.filter(({ id }) => !now.has(id)),
    changed: before.targets.filter(target => {
      const other = now.get(target.id);
      return other !== undefined && factsOf(other) !== factsOf(target);
    }),
  };
}

function factsOf(target: DiscoveredTarget): string {
  const { service, environment, cluster, namespace } = target;
  return JSON.stringify([
    service,
    environment,
    cluster,
    namespace,
    pinsOf(target),
  ]);
}

/** What a target runs, to be compared with what another does. */
export function pinsOf({ artifacts }: DiscoveredTarget): string {
  return JSON.stringify(
    artifacts.map(({ kind, name, version, digest }) => [
      kind,
      name,
      version,
      digest,
    ]),
  );
}

/** What discovery has to say that it didn't before, but for mere notes. */
export function newComplaints(
  before: Discovery,
  after: Discovery,
): readonly Diagnostic[] {
  const known = new Set(before.diagnostics.map(complaintKey));
  return after.diagnostics.filter(
    each => each.level !== 'info' && !known.has(complaintKey(each)),
  );
}

/** Lines move when a file is edited. */
function complaintKey({ code, message, file }: Diagnostic): string {
  return JSON.stringify([code, message, file]);
}

/** A target in a sentence. */
export function describeTarget({
  service,
  environment,
  cluster,
}: Pick<DiscoveredTarget, 'service' | 'environment' | 'cluster'>): string {
  const place = cluster === undefined ? '' : ` on ${cluster}`;
  return `${service} in ${environment}${place}`;
}
