import { BenchFigures } from '@backstage-gitops/plugin-gitops-node';
import { Survey } from './surveyRepository';

const introduction = `# Compatibility

What the core finds in public repositories of many layouts, with no configuration. Made by

    yarn compatibility OWNER/NAME=PATH…

with the path of a bare copy of each; \`--bench\` also measures reading the whole history, \`--details\` lists the lines and units behind the figures on standard error, \`--write\` replaces this part of the page.

- *Lines*: lines of YAML files, outside chart templates, that name an image, a tag or a chart version, as a line scanner finds them that knows nothing of the core. *Resolved* are those that are the origin of an artifact; of the others, the cause is what the diagnostics say of the line or its file, and *silent* are those they say nothing about.
- *Renders*: units as their engine would render them: plain YAML, kustomize, charts, variables. They *agree* where the images of the render are those that discovery declares; *no render* is told by reason, which most often is that a chart or a base is somewhere else. What differs is an image of a hook, which runs and is no state, or of a chart: one in values that no template takes, or one that a template puts together in a way of its own.
- *Index*: the time from mirror to changes of the whole history, as a share of \`git log -p -U0 --no-renames\` in the same run.
`;

/** The page: a table over all, then each by itself. */
export function formatSurveys(surveys: readonly Survey[]): string {
  return [
    introduction,
    '| repository | commit | units | targets | services | artifacts | lines | resolved | silent | renders agree | differ | no render | index |',
    '| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...surveys.map(row),
    '',
    ...surveys.map(section),
  ].join('\n');
}

function row(survey: Survey): string {
  const { name, commit, recall, agreement, bench } = survey;
  const cells = [
    `[${name}](https://github.com/${name})`,
    `\`${commit.slice(0, 12)}\``,
    sum(survey.units),
    survey.targets,
    survey.services,
    survey.artifacts,
    recall.lines,
    percent(recall.resolved, recall.lines),
    recall.silent.length,
    agreement.agreeing,
    agreement.disagreements.length,
    sum(agreement.indeterminate),
    bench.figures === undefined ? '–' : `${bench.figures.ratio} ×`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function section(survey: Survey): string {
  const { recall, agreement, bench } = survey;
  const unresolved = new Map(
    [...recall.causes].map(([cause, lines]) => [cause, lines.length]),
  );
  const facts = [
    `Units: ${listed(survey.units)}`,
    `Environments: ${survey.environments.join(', ') || 'none'}`,
    `Diagnostics: ${listed(survey.diagnostics)}`,
    `Lines not resolved: ${listed(unresolved)}`,
    `No render: ${listed(agreement.indeterminate)}`,
    ...(bench.figures ? [`History: ${told(bench.figures)}`] : []),
    ...(bench.reason ? [`History: not measured (${bench.reason})`] : []),
  ];
  return `## ${survey.name}\n\n${facts.map(fact => `- ${fact}`).join('\n')}\n`;
}

function told(figures: BenchFigures): string {
  const { commits, indexMs, gitLogMs, incrementalMs } = figures;
  return `${commits} commits in ${indexMs} ms (git: ${gitLogMs} ms), one more in ${incrementalMs} ms`;
}

function listed(counts: ReadonlyMap<string, number>): string {
  return (
    [...counts].map(([word, count]) => `${word} ${count}`).join(', ') || 'none'
  );
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/** Rounded down, so that 100 % means all. */
function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${Math.floor((part / whole) * 1000) / 10} %`;
}
