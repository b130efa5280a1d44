import { ProposalKind } from '@backstage-gitops/plugin-gitops-common';
import { createHash } from 'node:crypto';

/** What the branch of a proposal is told by. */
export interface BranchSubject {
  readonly prefix: string;
  readonly repository: string;
  readonly kind: ProposalKind;
  readonly targets: readonly {
    readonly id: string;
    readonly service: string;
    readonly environment: string;
  }[];
  /** What else makes it another proposal, such as the file it edits. */
  readonly more?: readonly string[];
}

const verbs: Readonly<Record<ProposalKind, string>> = {
  promotion: 'promote',
  rollback: 'roll-back',
  acceptDrift: 'accept-drift',
  setVersion: 'set-version',
  scale: 'scale',
  addService: 'add',
  addEnvironment: 'add-environment',
  retireService: 'retire',
};

/** For a person; the digest tells branches apart. */
const longestName = 40;

/**
 * The same for the same proposal, whatever versions it is of: that is how it
 * finds the pull request that is open for it. Promoting and rolling back are
 * different proposals, even of the same targets.
 */
export function branchName(subject: BranchSubject): string {
  const { prefix, repository, kind, targets, more = [] } = subject;
  const ids = [...new Set(targets.map(({ id }) => id))].sort();
  const digest = createHash('sha256')
    .update(JSON.stringify([repository, kind, ids, more]))
    .digest('hex')
    .slice(0, 10);
  const words = [
    verbs[kind],
    one(targets.map(({ service }) => service)),
    one(targets.map(({ environment }) => environment)),
  ];
  const name = words
    .flatMap(word => (word === undefined ? [] : plain(word)))
    .join('-')
    .slice(0, longestName)
    .replace(/-+$/, '');
  return `${prefix}${name}-${digest}`;
}

/** The only one there is; a branch isn't named after several. */
function one(names: readonly string[]): string | undefined {
  const distinct = new Set(names);
  return distinct.size === 1 ? [...distinct][0] : undefined;
}

function plain(word: string): string[] {
  const letters = word
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return letters === '' ? [] : [letters];
}
