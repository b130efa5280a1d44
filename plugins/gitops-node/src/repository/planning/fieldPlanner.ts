import { Diagnostic } from '@backstage-gitops/plugin-gitops-common';
import { Resource } from '../../manifests/Resource';
import { chooseWay, WayChoice } from '../../proposals/fields/chooseWay';
import { compareObjects } from '../../proposals/fields/compareObjects';
import { findWays } from '../../proposals/fields/findWays';
import {
  FieldChange,
  FieldContext,
  FieldWay,
  FoundWays,
} from '../../proposals/fields/model';
import { FieldPlan, planFields } from '../../proposals/fields/planFields';
import { EditPlan } from '../../proposals/model';
import { EditedRepository } from '../EditedRepository';
import { ProposalPlanning } from '../ProposalPlanning';
import { PlanContext } from './PlanContext';

/** Units as they are rendered at the commits that are planned against. */
export interface RenderedContext extends FieldContext {
  readonly planning: ProposalPlanning;
  /** Why a unit could not be rendered, or not all of it. */
  readonly indeterminate: ReadonlyMap<string, readonly string[]>;
}

/** More renders than these are not tried to find where a value comes from. */
const maximumTrials = 12;

/** Renders the units that are asked to change, as they are. */
export async function renderUnits(
  ids: readonly string[],
  { input, discovery, planning }: Omit<PlanContext, 'request'>,
): Promise<RenderedContext> {
  const { repository, renderer, signal } = planning;
  const { revisions } = discovery;
  const units = new Set(ids);
  const rendered = new Map<string, readonly Resource[]>();
  const indeterminate = new Map<string, readonly string[]>();
  for (const unit of units) {
    const work = { repository, unit, revisions, signal };
    const render = await renderer.render(work);
    indeterminate.set(unit, render.indeterminate);
    rendered.set(
      unit,
      render.resources.map(({ resource }) => resource),
    );
  }
  return { input, discovery, units, rendered, indeterminate, planning };
}

/**
 * Plans changes of fields: each is written where it is declared, or where the
 * choice says, and rendered: the units have to come to what was asked and to
 * nothing else.
 */
export async function planFieldChanges(
  context: RenderedContext,
  changes: readonly FieldChange[],
  choice: WayChoice,
): Promise<FieldPlan> {
  const chosen = [];
  for (const change of changes) {
    const found = await verifiedWays(context, change);
    chosen.push(chooseWay(found, change, choice));
  }
  const plan = planFields(context, chosen);
  const isStopped = plan.diagnostics.some(({ level }) => level === 'error');
  if (isStopped || plan.files.length === 0) return plan;
  const problems = await checkRender(context, plan, changes);
  return { ...plan, diagnostics: [...plan.diagnostics, ...problems] };
}

/** The ways that are certain, and those that a render shows to be right. */
async function verifiedWays(
  context: RenderedContext,
  change: FieldChange,
): Promise<FoundWays> {
  const { ways, refusal } = findWays(context, change);
  const verified = new Map<string, FieldWay>();
  let trials = 0;
  for (const way of ways) {
    const place = `${way.branch} ${way.file}`;
    if (verified.has(place)) continue;
    if (way.isCertain) {
      verified.set(place, way);
      continue;
    }
    trials += 1;
    if (trials > maximumTrials) break;
    const plan = planFields(context, [{ way, places: [], diagnostics: [] }]);
    const problems = await checkRender(context, plan, [change]);
    if (problems.length === 0) verified.set(place, way);
  }
  const { resource, field } = change;
  const unknown = `No value of this repository was found that sets ${field} of ${resource.kind} ${resource.name} and nothing else. Change what it is made of by hand.`;
  return { ways: [...verified.values()], refusal: refusal ?? unknown };
}

/** What is wrong with what the changed units come to. */
async function checkRender(
  context: RenderedContext,
  plan: EditPlan,
  changes: readonly FieldChange[],
): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  for (const unit of new Set(changes.map(change => change.unit))) {
    const own = changes.filter(change => change.unit === unit);
    const message = await problemOf(context, plan, unit, own);
    if (message === undefined) continue;
    problems.push({ level: 'error', code: 'proposal-render-differs', message });
  }
  return problems;
}

async function problemOf(
  { rendered, indeterminate, planning }: RenderedContext,
  plan: EditPlan,
  unit: string,
  changes: readonly FieldChange[],
): Promise<string | undefined> {
  const { repository, renderer, signal } = planning;
  if (!plan.after.recipes?.has(unit)) {
    return 'The unit would no longer be declared.';
  }
  const edited = new EditedRepository(repository, plan);
  const after = await renderer.render({ repository: edited, unit, signal });
  const before = rendered.get(unit) ?? [];
  const resources = after.resources.map(({ resource }) => resource);
  if (before.length === 0 && resources.length === 0) {
    const [reason = 'nothing comes of it'] = after.indeterminate;
    return `Its unit can't be rendered, so that what it comes to can't be checked: ${reason}.`;
  }
  const compared = compareObjects(before, resources, changes);
  const [partly] = indeterminate.get(unit) ?? [];
  const because = partly === undefined ? '' : ` (${partly})`;
  switch (compared.state) {
    case 'alone':
      return undefined;
    case 'other':
      return `With the edit, ${compared.resource} would not come to what was asked: something else sets or changes it as well${because}.`;
    default:
      return `The edit would change more than was asked: ${compared.resources.join(
        ', ',
      )}.`;
  }
}
