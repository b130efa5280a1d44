import { outcomesOf } from '../checks/Check';
import { fileChanges } from '../git/fileChanges';
import { mergeCommits } from '../git/mergeCommits';
import { HostedRepository } from '../HostedRepository';
import {
  BranchProtection,
  protectionOf,
  RepositoryRecord,
} from '../RepositoryRecord';
import { ownersOf, readCodeOwners } from './codeOwners';
import { PullRequest, verdicts } from './PullRequest';

/** Whether and how an open pull request can be merged now. */
export interface Mergeability {
  readonly state:
    | 'clean'
    | 'dirty'
    | 'blocked'
    | 'behind'
    | 'unstable'
    | 'draft';
  readonly conflicts: readonly string[];
  /** What the branch's protection still asks for, in GitHub's words. */
  readonly missing: readonly string[];
  /** Code owners whose approval is missing, one of each group is enough. */
  readonly awaitedOwners: readonly (readonly string[])[];
  /** What the base becomes by a merge; absent where it conflicts. */
  readonly tree?: string;
}

type Facts = Omit<Mergeability, 'state'> & { readonly isBehind: boolean };

/** Merges for a try, and compares with the protection of the base branch. */
export async function assessMergeability(
  repository: HostedRepository,
  record: Readonly<RepositoryRecord>,
  request: PullRequest,
): Promise<Mergeability> {
  const base = await repository.refs.branch(request.baseRef);
  if (base === undefined) {
    return { state: 'dirty', conflicts: [], missing: [], awaitedOwners: [] };
  }
  const protection = protectionOf(record, request.baseRef);
  const [outcome, isBehind, awaitedOwners] = await Promise.all([
    mergeCommits(repository.gitDirectory, base, request.headSha),
    protection?.checks?.strict
      ? repository.refs.isAncestor(base, request.headSha).then(is => !is)
      : false,
    protection?.reviews?.codeOwners
      ? missingOwners(repository, request, base)
      : [],
  ]);
  const facts: Facts = {
    conflicts: outcome.type === 'conflict' ? outcome.files : [],
    missing: [
      ...missingReviews(repository, request, protection, awaitedOwners),
      ...missingChecks(record, request, protection),
    ],
    awaitedOwners,
    isBehind,
    ...(outcome.type === 'merged' && { tree: outcome.tree }),
  };
  const { isBehind: _, ...told } = facts;
  return { state: stateOf(record, request, facts), ...told };
}

function stateOf(
  record: Readonly<RepositoryRecord>,
  request: PullRequest,
  facts: Facts,
): Mergeability['state'] {
  if (facts.tree === undefined) return 'dirty';
  if (request.draft) return 'draft';
  if (facts.missing.length > 0) return 'blocked';
  if (facts.isBehind) return 'behind';
  const outcomes = outcomesOf(request.headSha, record);
  return outcomes.every(({ state }) => state === 'success')
    ? 'clean'
    : 'unstable';
}

function missingReviews(
  repository: HostedRepository,
  request: PullRequest,
  protection: BranchProtection | undefined,
  awaitedOwners: readonly (readonly string[])[],
): string[] {
  if (!protection?.reviews) return [];
  const { count } = protection.reviews;
  const said = [...verdicts(request)];
  const approvals = said.filter(
    ([login, state]) =>
      state === 'APPROVED' && repository.accounts.find(login) !== undefined,
  );
  return [
    ...(said.some(([, state]) => state === 'CHANGES_REQUESTED')
      ? ['Changes must be addressed before merging: a review requested them.']
      : []),
    ...(approvals.length < count
      ? [
          `At least ${count} approving ${
            count === 1 ? 'review is' : 'reviews are'
          } required by reviewers with write access.`,
        ]
      : []),
    ...(awaitedOwners.length > 0 ? ['Waiting on code owner review.'] : []),
  ];
}

function missingChecks(
  record: Readonly<RepositoryRecord>,
  request: PullRequest,
  protection: BranchProtection | undefined,
): string[] {
  const outcomes = new Map(
    outcomesOf(request.headSha, record).map(({ name, state }) => [name, state]),
  );
  return (protection?.checks?.contexts ?? []).flatMap(context => {
    switch (outcomes.get(context)) {
      case 'success':
        return [];
      case 'failure':
        return [`Required status check "${context}" is failing.`];
      case 'pending':
        return [`Required status check "${context}" is pending.`];
      default:
        return [`Required status check "${context}" is expected.`];
    }
  });
}

/** Groups of owners none of whom has approved yet. */
async function missingOwners(
  repository: HostedRepository,
  request: PullRequest,
  base: string,
): Promise<(readonly string[])[]> {
  const groups = await ownersOfRequest(repository, request, base);
  const approvers = [...verdicts(request)].flatMap(([login, state]) =>
    state === 'APPROVED' ? [login] : [],
  );
  return groups.filter(
    owners =>
      !owners.some(owner =>
        approvers.some(login => repository.accounts.isMeant(login, owner)),
      ),
  );
}

/** The groups of owners that the files of a pull request have. */
export async function ownersOfRequest(
  repository: HostedRepository,
  request: Pick<PullRequest, 'headSha'>,
  base: string,
): Promise<(readonly string[])[]> {
  const rules = await readCodeOwners(repository.reader, base);
  if (rules.length === 0) return [];
  const from = await repository.refs.mergeBase(base, request.headSha);
  const files = await fileChanges(
    repository.gitDirectory,
    from,
    request.headSha,
  );
  const paths = files.flatMap(({ path, previousPath }) =>
    previousPath === undefined ? [path] : [path, previousPath],
  );
  const groups = new Map<string, readonly string[]>();
  for (const owners of ownersOf(rules, paths).values()) {
    if (owners.length > 0) groups.set(owners.join(' '), owners);
  }
  return [...groups.values()];
}
