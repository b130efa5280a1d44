import type {
  Proposal,
  ProposedMove,
} from '@backstage-gitops/plugin-gitops-common';

const USER_REF = /^user:(?:[^/]+\/)?([^/]+)$/i;

/** Who proposed it: by their name here, or the forge's name for them. */
export function authorOf(proposal: Proposal): string | undefined {
  const { createdBy, pullRequest } = proposal;
  if (!createdBy) return pullRequest?.author || undefined;
  return USER_REF.exec(createdBy)?.[1] ?? createdBy;
}

/** How it moves one target, the artifact with the main name first. */
export function movesOf(
  proposal: Proposal,
  target: string,
  mainName: string | undefined,
): ProposedMove[] {
  const own = proposal.moves.filter(move => move.target === target);
  const main = own.filter(({ name }) => name === mainName);
  return [...main, ...own.filter(move => !main.includes(move))];
}

/** The open ones first, then the newest. */
export function byUrgency(a: Proposal, b: Proposal): number {
  const foreign = Number(!a.kind) - Number(!b.kind);
  return foreign || b.createdAt.localeCompare(a.createdAt);
}
