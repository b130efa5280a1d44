import {
  CheckedProposalRequest,
  ResourceDrift,
} from '@backstage-gitops/plugin-gitops-common';
import {
  ConfigRepository,
  PlannedProposal,
  planProposal,
  Policy,
} from '@backstage-gitops/plugin-gitops-node';
import { NotFoundError } from '@backstage/errors';
import { RepositoryStore } from '../database/RepositoryStore';
import { RepositoryRegistry } from '../indexing/RepositoryRegistry';
import { RenderUnit } from '../live/DesiredState';

export interface ProposalPlannerOptions {
  readonly repositories: RepositoryRegistry;
  readonly status: RepositoryStore;
  readonly render: RenderUnit;
  readonly policies: readonly Policy[];
  /** What is known of a target's drift. */
  readonly driftOf: (target: string) => Promise<readonly ResourceDrift[]>;
  /** The id of a target's repository. */
  readonly repositoryOf: (target: string) => Promise<string | undefined>;
  readonly now: () => Date;
}

/** What to plan, and in which repository. */
export interface PlanQuestion {
  readonly repository: string;
  readonly request: CheckedProposalRequest;
  readonly signal: AbortSignal;
}

type Revisions = Readonly<Record<string, string>>;

/** Plans over the repositories that this replica reads. */
export class ProposalPlanner {
  readonly #options: ProposalPlannerOptions;

  constructor(options: ProposalPlannerOptions) {
    this.#options = options;
  }

  /** Against what was indexed, which is what pages show. */
  async preview(question: PlanQuestion): Promise<PlannedProposal> {
    const repository = this.#repository(question.repository);
    const revisions = await this.#indexed(question, repository);
    return this.#plan(question, revisions);
  }

  /** Against commits that were looked at. */
  async at(
    revisions: Revisions,
    question: PlanQuestion,
  ): Promise<PlannedProposal> {
    return this.#plan(question, revisions);
  }

  /** Against the newest there is. */
  async newest(question: PlanQuestion): Promise<PlannedProposal> {
    const repository = this.#repository(question.repository);
    const { signal } = question;
    const source = await this.#source(question);
    await source?.refresh({ signal });
    const { revisions } = await repository.refresh({ signal });
    return this.#plan(question, revisions);
  }

  async #plan(
    question: PlanQuestion,
    revisions: Revisions,
  ): Promise<PlannedProposal> {
    const { repository, request, signal } = question;
    const { render, policies, driftOf, now } = this.#options;
    const source = await this.#source(question);
    return planProposal({
      request,
      ...(source && { source }),
      repository: this.#repository(repository),
      renderer: { render },
      policies,
      ...(request.kind === 'acceptDrift' && {
        drift: await driftOf(request.target),
      }),
      revisions,
      now: now(),
      signal,
    });
  }

  /** Another replica may have indexed what this one has not fetched yet. */
  async #indexed(
    { repository: id, signal }: PlanQuestion,
    repository: ConfigRepository,
  ): Promise<Revisions> {
    const indexed = (await this.#options.status.revisions([id])).get(id) ?? {};
    const { revisions } = await repository.discover({ signal });
    const isBehind = Object.entries(indexed).some(
      ([branch, commit]) => revisions[branch] !== commit,
    );
    if (isBehind) await repository.refresh({ signal });
    return Object.keys(indexed).length > 0 ? indexed : revisions;
  }

  /** Where a promotion comes from, where that is another repository. */
  async #source({
    repository,
    request,
  }: PlanQuestion): Promise<ConfigRepository | undefined> {
    if (request.kind !== 'promotion') return undefined;
    const id = await this.#options.repositoryOf(request.from);
    return id === undefined || id === repository
      ? undefined
      : this.#repository(id);
  }

  #repository(id: string): ConfigRepository {
    const entry = this.#options.repositories.entries.get(id);
    if (!entry) throw new NotFoundError(`No repository '${id}'`);
    return entry.repository;
  }
}
