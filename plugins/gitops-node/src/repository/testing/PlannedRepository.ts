import {
  ProposalPlan,
  ProposalRequest,
  proposalRequestSchema,
} from '@backstage-gitops/plugin-gitops-common';
import {
  SourceRepository,
  TemporaryFolder,
} from '../../git/testing/SourceRepository';
import { RepositoryConfig } from '../ConfigRepository';
import { GitConfigRepository } from '../GitConfigRepository';
import { planProposal } from '../planProposal';
import { PlannedProposal, ProposalPlanning } from '../ProposalPlanning';
import { UnitRenderer } from '../UnitRenderer';

/** A real repository that proposals are planned for. */
export class PlannedRepository {
  readonly source: SourceRepository;
  readonly repository: GitConfigRepository;
  readonly #renderer: UnitRenderer;

  constructor(
    folder: TemporaryFolder,
    renderer: UnitRenderer,
    config: Partial<RepositoryConfig> = {},
  ) {
    this.source = new SourceRepository(folder.join('config.git'));
    this.#renderer = renderer;
    this.repository = new GitConfigRepository({
      repository: { id: 'shop', url: this.source.path, rules: [], ...config },
      environments: [],
      mirrorDirectory: folder.join('mirror'),
    });
  }

  /** The ids of a service's targets in an environment. */
  async targets(environment: string, service = 'web'): Promise<string[]> {
    await this.repository.refresh();
    const { targets } = await this.repository.discover();
    return targets
      .filter(
        target =>
          target.service === service && target.environment === environment,
      )
      .map(({ id }) => id);
  }

  async plan(
    request: ProposalRequest,
    more: Partial<Omit<ProposalPlanning, 'request' | 'repository'>> = {},
  ): Promise<PlannedProposal> {
    return planProposal({
      request: proposalRequestSchema.parse(request),
      repository: this.repository,
      renderer: this.#renderer,
      policies: [],
      now: new Date('2026-02-01T12:00:00Z'),
      ...more,
    });
  }

  /** Brings what one environment declares to another. */
  async promote(
    more: Partial<Extract<ProposalRequest, { kind: 'promotion' }>> = {},
    [from, to]: readonly [string, string] = ['staging', 'production'],
  ): Promise<PlannedProposal> {
    const [source] = await this.targets(from);
    return this.plan({
      kind: 'promotion',
      from: source,
      to: await this.targets(to),
      ...more,
    });
  }

  /** Commits what a plan makes of the files, as a merged proposal does. */
  merge({ plan: { files } }: PlannedProposal, message = 'Merge'): void {
    for (const branch of new Set(files.map(file => file.branch))) {
      this.source.commit(
        Object.fromEntries(
          files
            .filter(file => file.branch === branch)
            .map(({ path, after }) => [path, after]),
        ),
        { branch, message },
      );
    }
  }
}

/** The lines that a plan's diffs remove and add. */
export function changedLines({ files }: ProposalPlan): string[] {
  return files.flatMap(({ diff }) => linesOf(diff));
}

/** The same, by the path of the file. */
export function changedLinesByFile({
  files,
}: ProposalPlan): Record<string, string[]> {
  return Object.fromEntries(
    files.map(({ path, diff }) => [path, linesOf(diff)]),
  );
}

function linesOf(diff: string): string[] {
  return diff.split('\n').filter(line => /^[-+](?![-+]{2} )/.test(line));
}
