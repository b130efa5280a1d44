import {
  Change,
  ProposalPlan,
  RenderedChange,
  TargetRef,
} from '@backstage-gitops/plugin-gitops-common';
import { code, fenced, link, plainText, quotedText } from './markdown';

/** Where a target is, for a person. */
export interface TargetPlace {
  readonly service: string;
  readonly environment: string;
  readonly cluster?: string | null;
}

/** What a pull request tells of its proposal. */
export interface PullRequestStory {
  readonly plan: ProposalPlan;
  /** The plan's targets by id, as they are to be. */
  readonly targets: ReadonlyMap<string, TargetPlace>;
  readonly reason?: string;
  /** Who asked, for a person. */
  readonly askedBy?: string;
  /** The page of the portal that shows it. */
  readonly page?: string;
  changeUrl(change: Change): string | undefined;
}

/** GitHub takes 65,536 characters; the others take more. */
const longestBody = 60_000;

/** The rest is on the portal's page, and in the files. */
const longestDiff = 20_000;
const listedMoves = 100;
const listedChanges = 50;
const listedOthers = 50;

/**
 * The text of a pull request, in Markdown. Whatever comes from outside (names,
 * versions, subjects, messages, the reason) is shown as text and does nothing.
 */
export function pullRequestBody(story: PullRequestStory): string {
  const { reason, plan } = story;
  const sections = [
    ...(reason?.trim() ? [quotedText(reason.trim())] : []),
    ...moves(story),
    ...brought(story),
    ...others(plan.alsoAffects),
    ...policies(plan),
    ...warnings(plan),
    ...rendered(plan.rendered),
    footer(story),
  ];
  const body = sections.join('\n\n');
  if (body.length <= longestBody) return `${body}\n`;
  // Whole sections only, so that nothing folded or fenced is left open.
  const kept: string[] = [];
  let length = 0;
  for (const section of sections.slice(0, -1)) {
    length += section.length + 2;
    if (length > longestBody - 5_000) break;
    kept.push(section);
  }
  return [...kept, '_Shortened._', footer(story)].join('\n\n').concat('\n');
}

function moves({ plan, targets }: PullRequestStory): string[] {
  if (plan.moves.length === 0) return [];
  const rows = plan.moves
    .slice(0, listedMoves)
    .map(({ target, name, from, to }) => {
      const place = targets.get(target);
      const where = place ? placeOf(place) : code(target);
      return `| ${where} | ${code(name)} | ${code(from)} | ${code(to)} |`;
    });
  return [
    [
      '| where | what | from | to |',
      '| --- | --- | --- | --- |',
      ...rows,
      ...(plan.moves.length > listedMoves
        ? [`| and ${plan.moves.length - listedMoves} more | | | |`]
        : []),
    ].join('\n'),
  ];
}

function placeOf({ service, environment, cluster }: TargetPlace): string {
  const place = cluster ? `${environment} on ${cluster}` : environment;
  return `${plainText(service)}, ${plainText(place)}`;
}

function brought({ plan, changeUrl }: PullRequestStory): string[] {
  const { brings } = plan;
  if (brings.length === 0) return [];
  const lines = brings.slice(0, listedChanges).map(change => {
    const { subject, author } = change;
    return `- ${link(subject, changeUrl(change))}, by ${plainText(author)}`;
  });
  return [
    [`**Brings ${counted(brings.length, 'change')}**`, '', ...lines]
      .concat(more(brings.length, listedChanges))
      .join('\n'),
  ];
}

function others(affected: readonly TargetRef[]): string[] {
  if (affected.length === 0) return [];
  const lines = affected
    .slice(0, listedOthers)
    .map(target => `- ${placeOf(target)}`);
  return [
    [`**Also affects ${counted(affected.length, 'target')}**`, '', ...lines]
      .concat(more(affected.length, listedOthers))
      .join('\n'),
  ];
}

function policies({ policies: results }: ProposalPlan): string[] {
  if (results.length === 0) return [];
  const lines = results
    .slice(0, listedOthers)
    .map(({ policy, level, resource, message }) =>
      [
        `- ${level === 'deny' ? 'Denied' : 'Warning'} by ${code(policy)}`,
        ...(resource === undefined ? [] : [` on ${code(resource)}`]),
        `: ${plainText(message)}`,
      ].join(''),
    );
  return [
    ['**Policies**', '', ...lines]
      .concat(more(results.length, listedOthers))
      .join('\n'),
  ];
}

/** What could not be rendered or judged, for who reviews it to know. */
function warnings({ diagnostics }: ProposalPlan): string[] {
  const told = diagnostics.filter(({ level }) => level === 'warning');
  if (told.length === 0) return [];
  const lines = told
    .slice(0, listedOthers)
    .map(({ message }) => `- ${plainText(message)}`);
  return [
    ['**Warnings**', '', ...lines]
      .concat(more(told.length, listedOthers))
      .join('\n'),
  ];
}

function rendered(changes: readonly RenderedChange[]): string[] {
  if (changes.length === 0) return [];
  const shown: string[] = [];
  let length = 0;
  for (const { resource, diff } of changes) {
    length += diff.length;
    if (length > longestDiff) break;
    shown.push(`${code(resource)}\n\n${fenced(diff, 'diff')}`);
  }
  const left = changes.length - shown.length;
  if (left > 0) {
    const word = shown.length > 0 ? 'more ' : '';
    shown.push(`${counted(left, `${word}resource`)} too long to show here.`);
  }
  return [
    [
      '<details>',
      `<summary>What the cluster gets: ${counted(
        changes.length,
        'resource',
      )}</summary>`,
      '',
      shown.join('\n\n'),
      '',
      '</details>',
    ].join('\n'),
  ];
}

function footer({ askedBy, page }: PullRequestStory): string {
  const who = askedBy === undefined ? '' : ` for ${plainText(askedBy)}`;
  const where =
    page === undefined ? '' : ` · ${link('Open in Backstage', page)}`;
  return `<sub>Proposed by Backstage GitOps${who}${where}</sub>`;
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${count} ${what}s`;
}

function more(all: number, shown: number): string[] {
  return all > shown ? [`- and ${all - shown} more`] : [];
}
