import type { Artifact } from '@backstage-gitops/plugin-gitops-common';

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const DIGEST = /^(sha256|sha384|sha512):([0-9a-f]{32,})$/;
const COMMIT_LENGTH = 10;
const DIGEST_LENGTH = 12;

/** Shortens commits and digests, whose tails tell a reader nothing. */
export function abbreviateVersion(version: string): string {
  if (COMMIT.test(version)) return version.slice(0, COMMIT_LENGTH);
  const digest = DIGEST.exec(version);
  if (digest) return `${digest[1]}:${digest[2].slice(0, DIGEST_LENGTH)}`;
  return version;
}

/** The text that tells one state of an artifact from another. */
export function declaredVersion(artifact: Artifact): string | undefined {
  return artifact.version || artifact.digest || undefined;
}

const RANGE = /^[~^<>=]|[*|]|\.[xX](\.|$)|\s-\s/;
const MOVING = /^(latest|stable|main|master|HEAD|edge|nightly)$/;

/**
 * Whether the declaration alone says what will run. A range, a moving tag or
 * nothing at all leaves that to whoever resolves it, unless a digest stands
 * beside it.
 */
export function isPinned(artifact: Artifact): boolean {
  if (artifact.digest) return true;
  const { version } = artifact;
  return version !== '' && !RANGE.test(version) && !MOVING.test(version);
}
