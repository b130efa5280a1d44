import { Edit } from '../history/Edit';
import { Landing, PullRequest } from '../history/Landing';
import { Person } from '../history/Person';
import { bots, organisation, teams } from './organisation';
import { createRandom, Random } from './random';
import { ServicePlan, Stage } from './ServicePlan';
import { Step } from './simulateService';

const minute = 60;

/** How a repository writes a service's versions, and how it speaks of them. */
export interface PromotionStyle {
  /** The edit that makes `stage` declare `version`, at that time. */
  edit(stage: Stage, version: string, at: number): Edit;
  /** Whose commits bring new images to development. */
  readonly automation: Person;
  automationSubject(step: Step): string;
  automationBody(step: Step): string;
  title(step: Step): string;
}

/** Steps of a service as they come to the repository's main branch. */
export function landPromotions(
  repository: string,
  plan: ServicePlan,
  steps: readonly Step[],
  style: PromotionStyle,
): Landing[] {
  const random = createRandom(`promotions of ${plan.service}`);
  // The request that a revert undoes is the last of its stage.
  const lastTitles = new Map<Stage, string>();
  return steps.map(step => {
    const edit = style.edit(step.stage, step.to, step.at);
    if (step.does === 'release') {
      return {
        type: 'direct',
        author: style.automation,
        at: step.at,
        subject: style.automationSubject(step),
        body: style.automationBody(step),
        edits: [edit],
      };
    }
    const undone = lastTitles.get(step.stage) ?? style.title(step);
    const title = step.does === 'revert' ? `Revert "${undone}"` : titleOf(step);
    lastTitles.set(step.stage, title);
    return promotion(title, step, edit);
  });

  function titleOf(step: Step): string {
    return step.does === 'pin'
      ? `Keep ${plan.service} at ${step.to} in ${step.stage} until the queue is drained`
      : style.title(step);
  }

  function promotion(title: string, step: Step, edit: Edit): PullRequest {
    const author = authorOf(plan, step, random);
    const landsAfter = random.integer(12 * minute, 150 * minute);
    return {
      type: 'pullRequest',
      title,
      body:
        step.does === 'revert'
          ? `Reverts the last promotion of ${organisation.owner}/${repository}: errors rose right after it.`
          : undefined,
      branch: `${step.does}/${plan.service}-${step.stage}-${step.to}`,
      author,
      openedAt: step.at,
      commits: [{ author, at: step.at, subject: title, edits: [edit] }],
      approvers: approversOf(plan, step, author, random),
      landed:
        step.does === 'propose'
          ? undefined
          : {
              as: landsAs(plan, step, random),
              at: step.at + (step.does === 'revert' ? 6 * minute : landsAfter),
              by: author === bots.promoter ? bots.promoter : author,
            },
    };
  }
}

function authorOf(plan: ServicePlan, step: Step, random: Random): Person {
  const byBot = plan.promoter === 'bot' && step.stage === 'staging';
  return byBot ? bots.promoter : random.pick(teams[plan.team]);
}

function approversOf(
  plan: ServicePlan,
  step: Step,
  author: Person,
  random: Random,
): Person[] {
  if (step.stage === 'staging' || step.does === 'propose') return [];
  const others = [...teams[plan.team], ...teams.platform].filter(
    person => person !== author,
  );
  return [random.pick(others)];
}

function landsAs(plan: ServicePlan, step: Step, random: Random) {
  // A revert made in the forge is a pull request of its own, merged at once.
  if (step.does === 'revert') return 'merge';
  if (plan.lands !== 'either') return plan.lands;
  return random.chance(0.5) ? 'merge' : 'squash';
}
