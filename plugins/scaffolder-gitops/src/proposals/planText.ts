import {
  Diagnostic,
  ProposalPlan,
} from '@backstage-gitops/plugin-gitops-common';
import { LoggerService } from '@backstage/backend-plugin-api';

/** More than this of a diff is no reading for a task's log. */
const longestLoggedDiff = 20_000;

/** The diffs of a plan's files, one after the other. */
export function planDiff({ files }: ProposalPlan): string {
  return files.map(({ diff }) => ensureNewline(diff)).join('');
}

/** What a plan changes in the clusters, as diffs of the rendered objects. */
export function planRenderedDiff({ rendered }: ProposalPlan): string {
  return rendered
    .map(({ resource, diff }) => `# ${resource}\n${ensureNewline(diff)}`)
    .join('');
}

/** Tells in a task's log what a plan would do, and what there is to say of it. */
export function logPlan(logger: LoggerService, plan: ProposalPlan): void {
  logger.info(plan.title);
  for (const move of moves(plan)) logger.info(move);
  for (const { service, environment, cluster } of plan.alsoAffects) {
    const where = [environment, cluster].flatMap(name => name ?? []).join(', ');
    logger.warn(`Also affects ${service} in ${where}`);
  }
  for (const { level, policy, message } of plan.policies) {
    const say = level === 'deny' ? logger.error : logger.warn;
    say.call(logger, `Policy ${policy} (${level}): ${message}`);
  }
  for (const diagnostic of plan.diagnostics) logDiagnostic(logger, diagnostic);
  const diff = planDiff(plan);
  if (diff !== '') logger.info(`The change:\n${shortened(diff)}`);
}

export function logDiagnostic(
  logger: LoggerService,
  { level, message, file, line }: Diagnostic,
): void {
  const place = [file, line].flatMap(part => part ?? []).join(':');
  const text = place === '' ? message : `${message} (${place})`;
  if (level === 'error') logger.error(text);
  else if (level === 'warning') logger.warn(text);
  else logger.info(text);
}

/** Each move once, however many targets make it. */
function moves(plan: ProposalPlan): string[] {
  const told = plan.moves.map(
    ({ kind, name, from, to }) => `${kind} ${name}: ${from || '–'} → ${to}`,
  );
  return [...new Set(told)];
}

function shortened(text: string): string {
  return text.length <= longestLoggedDiff
    ? text
    : `${text.slice(0, longestLoggedDiff)}\n… ${
        text.length - longestLoggedDiff
      } more characters, in the pull request`;
}

function ensureNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
