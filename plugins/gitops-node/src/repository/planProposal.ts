import { randomBytes } from 'node:crypto';
import {
  Diagnostic,
  PolicyResult,
  ProposalPlan,
  RenderedChange,
} from '@backstage-gitops/plugin-gitops-common';
import { DiscoveryInput } from '../discovery/model';
import { SecretMask } from '../manifests/SecretMask';
import { EditPlan } from '../proposals/model';
import { reviewersOf } from './codeOwners/reviewersOf';
import { EditedRepository } from './EditedRepository';
import { Judgement, judgeUnits } from './judgeUnits';
import { maskedFileDiff } from './maskedFileDiff';
import { proposedMoves } from './planning/describeMoves';
import { PlannedEdit } from './planning/PlanContext';
import { planEdit } from './planning/planEdit';
import { PlannedProposal, ProposalPlanning } from './ProposalPlanning';
import { renderProposal } from './renderProposal';
import { secretFiles } from './secretFiles';
import { unwritableFiles } from './unwritableFiles';

/**
 * Plans what a request asks for: the edit, what clusters would get by it, what
 * policies say of that, and who is to review it. The one way from a request to
 * a plan. Nothing is written.
 *
 * What may not be opened is told by `refused`. A target, a branch, a commit or
 * a version that isn't there is a NotFoundError.
 *
 * @public
 */
export async function planProposal(
  planning: ProposalPlanning,
): Promise<PlannedProposal> {
  const { request, repository, revisions, signal } = planning;
  const discovery = await repository.discover({ revisions, signal });
  const input = await repository.input({
    revisions: discovery.revisions,
    signal,
  });
  const edit = await planEdit({ request, discovery, input, planning });
  const { plan } = edit;
  const { rendered, diagnostics } = await renderProposal({
    ...planning,
    plan,
  });
  const judged = await judge(edit, rendered, planning);
  const shown = show(edit, planning, {
    files: shownFiles(plan, input),
    repository: input.repository.id,
    reviewers: await reviewersOf(plan, input, repository, { signal }),
    rendered: [...rendered],
    policies: [...judged.policies],
    diagnostics: [
      ...(edit.diagnostics ?? []),
      ...plan.diagnostics,
      ...unwritableFiles(plan.files, input.branches),
      ...diagnostics,
      ...judged.diagnostics,
    ],
  });
  return { plan, shown };
}

/** Every unit that changes, or that is asked to. */
async function judge(
  { plan, moves = [] }: PlannedEdit,
  rendered: readonly RenderedChange[],
  planning: ProposalPlanning,
): Promise<Judgement> {
  const { repository, policies, renderer, now, signal } = planning;
  const { units, targets } = plan.after;
  const affected = new Set(plan.alsoAffects.map(({ id }) => id));
  const judged = new Set([
    ...rendered.map(({ unit }) => unit),
    ...moves.map(({ target }) => target.unit),
    ...targets.filter(({ id }) => affected.has(id)).map(({ unit }) => unit),
  ]);
  return judgeUnits({
    units: units.filter(({ id }) => judged.has(id)),
    targets,
    repository: new EditedRepository(repository, plan),
    before: repository,
    revisions: plan.revisions,
    renderer,
    policies,
    now,
    signal,
  });
}

function shownFiles(
  { files }: EditPlan,
  { branches }: DiscoveryInput,
): ProposalPlan['files'] {
  // One mask for all files, so that what is equal stays equal.
  const mask = new SecretMask(randomBytes(32));
  const secret = secretFiles(files, branches);
  return files.map(file => ({
    branch: file.branch,
    path: file.path,
    diff: maskedFileDiff(file, mask, { isSecret: secret.has(file) }),
  }));
}

function show(
  edit: PlannedEdit,
  { request }: ProposalPlanning,
  result: Pick<
    ProposalPlan,
    | 'repository'
    | 'files'
    | 'reviewers'
    | 'rendered'
    | 'policies'
    | 'diagnostics'
  >,
): ProposalPlan {
  const { plan, title, moves = [] } = edit;
  const refused = refusal(plan, result);
  return {
    kind: request.kind,
    title: oneLine(request.title ?? title),
    revisions: { ...plan.revisions },
    moves: proposedMoves(moves),
    ...result,
    alsoAffects: [...plan.alsoAffects],
    brings: [...(edit.brings ?? [])],
    values: [...(edit.values ?? [])],
    places: [...(edit.places ?? [])],
    ...(refused !== undefined && { refused }),
  };
}

/** As long as forges take. */
const maximumTitle = 200;

function oneLine(title: string): string {
  const line = title.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length <= maximumTitle
    ? line
    : `${line.slice(0, maximumTitle - 1)}…`;
}

/** Why it may not be opened. */
function refusal(
  { files }: EditPlan,
  {
    diagnostics,
    policies,
  }: { diagnostics: readonly Diagnostic[]; policies: readonly PolicyResult[] },
): string | undefined {
  const error = diagnostics.find(({ level }) => level === 'error');
  if (error !== undefined) return error.message;
  const denied = policies.find(({ level }) => level === 'deny');
  if (denied !== undefined) return `${denied.policy}: ${denied.message}`;
  return files.length === 0 ? 'There is nothing to change.' : undefined;
}
