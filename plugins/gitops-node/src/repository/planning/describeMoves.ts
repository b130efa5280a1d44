import { ProposedMove } from '@backstage-gitops/plugin-gitops-common';
import { VersionMove } from '../../proposals/model';
import { Version } from '../../proposals/rewriteVersion';

/** Moves as they are shown; the digest only where nothing else tells. */
export function proposedMoves(moves: readonly VersionMove[]): ProposedMove[] {
  return moves.map(({ target, artifact, to }) => {
    const isSameTag = artifact.version === to.version;
    return {
      target: target.id,
      kind: artifact.kind,
      name: artifact.name,
      from: written(artifact, isSameTag),
      to: written(to, isSameTag),
    };
  });
}

function written({ version, digest }: Version, withDigest: boolean): string {
  if (digest === undefined || !withDigest) return version;
  return version === '' ? digest : `${version}@${digest}`;
}

/**
 * The head of a title and what moves: `Promote payments to production: v41 →
 * v44`. The first step stands for all of them; the others are counted.
 */
export function titleOf(
  head: string,
  moves: readonly VersionMove[],
  besides: readonly string[] = [],
): string {
  const [first, ...others] = [...distinct(moves), ...besides];
  if (first === undefined) return head;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${head}: ${first}${more}`;
}

/** A tag and the ref of its base that move together are one step. */
function distinct(moves: readonly VersionMove[]): string[] {
  const steps = proposedMoves(moves).map(
    ({ from, to }) => `${short(from)} → ${short(to)}`,
  );
  return [...new Set(steps)];
}

/** Commit ids and digests as people write them. */
function short(version: string): string {
  return version.replace(/\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g, id =>
    id.slice(0, 12),
  );
}

/** Names for a title: `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  const last = all.pop() ?? '';
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`;
}
