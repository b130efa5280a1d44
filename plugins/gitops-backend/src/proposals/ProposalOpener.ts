import {
  Change,
  CheckedProposalRequest,
} from '@backstage-gitops/plugin-gitops-common';
import {
  Forges,
  PlannedProposal,
  PullRequestRequest,
} from '@backstage-gitops/plugin-gitops-node';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { digestOf } from '../database/digest';
import { ProposalRow, readRequest } from '../database/proposalRows';
import { ProposalTarget } from '../database/proposalParts';
import { ProposalClaim, ProposalStore } from '../database/ProposalStore';
import { TargetReader } from '../database/TargetReader';
import { RepositoryRegistry } from '../indexing/RepositoryRegistry';
import { branchOf } from './branchOf';
import { forgeFailureOf } from './forgeFailureOf';
import { forgeOf, noForge, RepositoryForge } from './forgeOf';
import { ForgePeople } from './ForgePeople';
import { oneLine } from './markdown';
import { currentPlan } from './currentPlan';
import { portalPage } from './portalPage';
import { ProposalPlanner } from './ProposalPlanner';
import { proposalNews } from './proposalNews';
import { pullRequestBody, TargetPlace } from './pullRequestBody';
import { ProposalSettings } from './readProposalSettings';
import { waitingReason } from './waitingReason';

export interface ProposalOpenerOptions {
  readonly planner: ProposalPlanner;
  readonly repositories: RepositoryRegistry;
  readonly forges: Forges;
  readonly store: ProposalStore;
  readonly targets: TargetReader;
  readonly people: ForgePeople;
  readonly settings: ProposalSettings;
  /** Tells this replica from others. */
  readonly holder: string;
  readonly changeUrl: (
    repository: string,
    change: Change,
  ) => string | undefined;
  /** Told of targets whose proposals have news. */
  readonly onNews: (targets: readonly string[]) => void;
  readonly logger: LoggerService;
  readonly now: () => Date;
}

/** What to open, for whom. */
export interface OpenQuestion {
  readonly repository: string;
  readonly request: CheckedProposalRequest;
  /** Of the plan that was looked at, by branch. */
  readonly revisions: Readonly<Record<string, string>>;
  /** The person's reference. */
  readonly askedBy?: string;
  /** The person's own token of the forge. Never kept. */
  readonly token?: string;
  /** Rejects where who asks may be told nothing of the plan. */
  readonly inspect: (planned: PlannedProposal) => Promise<void>;
  /** What the plan moves; rejects where who asks may not move it. */
  readonly authorize: (
    planned: PlannedProposal,
  ) => Promise<readonly ProposalTarget[]>;
  readonly signal: AbortSignal;
}

/** A claim outlasts the work that is done under it, which ends itself. */
const claimMilliseconds = 5 * 60_000;
const workMilliseconds = 4 * 60_000;

/** Makes pull requests of proposals, and finishes those that were begun. */
export class ProposalOpener {
  readonly #options: ProposalOpenerOptions;

  constructor(options: ProposalOpenerOptions) {
    this.#options = options;
  }

  /** Why nothing can be opened for a repository, whatever is planned. */
  obstacle(repository: string): string | undefined {
    return this.#knownForge(repository) ? undefined : noForge(repository);
  }

  /** The branch that the proposal of a request has. */
  async branch(
    repository: string,
    request: CheckedProposalRequest,
  ): Promise<string> {
    const { settings, targets } = this.#options;
    const ids = 'targets' in request ? request.targets : namedIds(request);
    const prefix = settings.branchPrefix;
    return branchOf(request, { prefix, repository }, await targets.byIds(ids));
  }

  /**
   * Plans anew and opens, or updates, the pull request. ConflictError where
   * what was looked at is not what would be done; InputError where the plan is
   * refused or the repository has no forge.
   */
  async open(question: OpenQuestion): Promise<ProposalRow> {
    const { planner, store } = this.#options;
    const { repository, request, revisions, askedBy } = question;
    const forge = this.#forge(repository);
    const planned = await currentPlan(planner, question);
    const targets = await question.authorize(planned);
    targetBranchOf(planned);
    const branch = await this.branch(repository, request);
    await this.#catchUp(repository, branch, forge);
    const begun = await store.begin(
      {
        ...{ repository, targets, branch, kind: request.kind },
        title: oneLine(planned.shown.title),
        moves: planned.shown.moves,
        content: contentOf(planned),
        request: { request, revisions, ...(askedBy && { askedBy }) },
      },
      this.#claim(),
    );
    this.#tell(targets);
    if (begun.outcome === 'held') {
      return sameOrConflict(begun.row, contentOf(planned));
    }
    return this.#write(begun.row, planned, { forge, token: question.token });
  }

  /** Goes on with one whose writer has died. */
  async resume(abandoned: ProposalRow, signal: AbortSignal): Promise<void> {
    const { store, planner, logger, now } = this.#options;
    const claim = this.#claim();
    const row = await store.takeOver(abandoned.key, claim);
    const stored = row && readRequest(row);
    if (!row || !stored) return;
    const repository = row.repository_id;
    try {
      const forge = this.#forge(repository);
      const planned = await currentPlan(planner, {
        ...{ ...stored, repository, signal },
      });
      await this.#write(row, planned, { forge });
    } catch (error) {
      signal.throwIfAborted();
      const { message } = forgeFailureOf(error);
      await store.fail(row.key, claim.holder, { reason: message, at: now() });
      logger.warn('A proposal could not be finished', {
        ...{ repository, proposal: row.id, reason: message },
      });
    }
    await this.#tellOf(row.key);
  }

  /** One that was merged or closed since it was followed is not updated. */
  async #catchUp(
    repository: string,
    branch: string,
    { forge, url }: RepositoryForge,
  ): Promise<void> {
    const { store, now } = this.#options;
    const row = await store.onBranch(repository, branch);
    if (row?.state !== 'open' || row.pull_request === null) return;
    try {
      const status = await forge.pullRequest(url, row.pull_request, {
        signal: AbortSignal.timeout(workMilliseconds),
      });
      if (status.state === 'open') return;
      await store.update(row, proposalNews(row, status), now());
    } catch (error) {
      throw forgeFailureOf(error);
    }
  }

  async #write(
    row: ProposalRow,
    planned: PlannedProposal,
    { forge, token }: { forge: RepositoryForge; token?: string },
  ): Promise<ProposalRow> {
    const { store, holder, now } = this.#options;
    try {
      const status = await forge.forge.openPullRequest(
        await this.#pullRequest(row, planned, { forge, token }),
        { signal: AbortSignal.timeout(workMilliseconds) },
      );
      const reason = waitingReason(status);
      await store.opened(row.key, holder, { status, reason, at: now() });
    } catch (error) {
      const failure = forgeFailureOf(error, token);
      await store.fail(row.key, holder, {
        reason: failure.message,
        at: now(),
      });
      throw failure;
    } finally {
      await this.#tellOf(row.key);
    }
    return (await store.byKey(row.key)) ?? row;
  }

  async #pullRequest(
    row: ProposalRow,
    planned: PlannedProposal,
    { forge, token }: { forge: RepositoryForge; token?: string },
  ): Promise<PullRequestRequest> {
    const { plan, shown } = planned;
    const { people, settings, store } = this.#options;
    const { request, askedBy } = readRequest(row) ?? {};
    const targetBranch = targetBranchOf(planned);
    const person = await people.person(askedBy);
    const known = await this.#options.targets.byIds(
      (await store.targetsOf(row.key)).map(({ target_id }) => target_id),
    );
    const owners = await people.reviewers(
      [...known.values()].map(({ owner }) => owner),
      { kind: forge.forge.kind, host: hostOf(forge.url) },
    );
    const body = pullRequestBody({
      plan: shown,
      targets: placesOf(planned, known),
      reason: request?.reason,
      askedBy: person?.name,
      page: portalPage(settings.portal, [...known.values()]),
      changeUrl: change => this.#options.changeUrl(row.repository_id, change),
    });
    const title = oneLine(row.title);
    return {
      ...{ title, body, targetBranch, branch: row.branch },
      repositoryUrl: forge.url,
      baseCommit: plan.revisions[targetBranch],
      commitMessage: title,
      files: plan.files.map(({ path, after, executable }) => ({
        path,
        ...(after !== undefined && { content: after }),
        ...(executable !== undefined && { executable }),
      })),
      labels: settings.labels,
      reviewers: distinctNames([...shown.reviewers, ...owners]),
      draft: settings.draft || request?.draft === true,
      autoMerge: request?.autoMerge === true,
      ...(token !== undefined && { token }),
      ...(token === undefined &&
        person?.coAuthor && { coAuthor: person.coAuthor }),
    };
  }

  #claim(): ProposalClaim {
    const { holder, now } = this.#options;
    const at = now();
    return { holder, at, until: new Date(at.getTime() + claimMilliseconds) };
  }

  #forge(id: string): RepositoryForge {
    const forge = this.#knownForge(id);
    if (forge) return forge;
    throw new InputError(noForge(id));
  }

  #knownForge(id: string): RepositoryForge | undefined {
    const { repositories, forges } = this.#options;
    const config = repositories.entries.get(id)?.config;
    if (!config) throw new NotFoundError(`No repository '${id}'`);
    return forgeOf(config, forges);
  }

  #tell(targets: readonly ProposalTarget[]): void {
    this.#options.onNews(targets.map(({ id }) => id));
  }

  async #tellOf(key: number): Promise<void> {
    const targets = await this.#options.store.targetsOf(key);
    this.#options.onNews(targets.map(({ target_id }) => target_id));
  }
}

function namedIds(request: CheckedProposalRequest): readonly string[] {
  if (request.kind === 'promotion') return request.to;
  return request.kind === 'acceptDrift' ? [request.target] : [];
}

/** What it makes of the files: the same for whoever asks, in whatever words. */
function contentOf({ plan }: PlannedProposal): string {
  return digestOf(
    plan.files.map(({ branch, path, after }) => [branch, path, after]),
  );
}

/** Somebody else writes the same at this moment: theirs is this one's too. */
function sameOrConflict(row: ProposalRow, content: string): ProposalRow {
  if (row.content === content) return row;
  throw new ConflictError(
    'Another proposal for the same targets is being opened at this moment; look at it, and try again',
  );
}

function targetBranchOf({ plan }: PlannedProposal): string {
  const [branch, ...others] = new Set(plan.files.map(file => file.branch));
  if (branch !== undefined && others.length === 0) return branch;
  throw new InputError(
    `It would change the branches ${[branch, ...others].join(
      ', ',
    )}, and a pull request goes to one; propose each environment by itself`,
  );
}

/** What is to be, and what was where it is to go. */
function placesOf(
  { plan }: PlannedProposal,
  known: ReadonlyMap<string, TargetPlace>,
): ReadonlyMap<string, TargetPlace> {
  return new Map<string, TargetPlace>([
    ...known,
    ...plan.after.targets.map(target => [target.id, target] as const),
  ]);
}

/** CODEOWNERS writes `@org/team`, forges ask for `org/team`. */
function distinctNames(names: readonly string[]): string[] {
  return [...new Set(names.map(name => name.replace(/^@/, '')))];
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
