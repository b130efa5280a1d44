import { TrialResult } from './runTrial';
import { Trial } from './trials';

const introduction = `## Promotions on public repositories

What \`gitops promote --dry-run\` and \`gitops rollback --dry-run\` would change in public repositories, at the commits above. Made by

    yarn compatibility --promotions OWNER/NAME=PATH…

with the path of a bare copy of each; \`--write\` replaces this part of the page. The services are those of \`packages/cli/src/compatibility/promotions/trials.ts\`; the diffs behind the table were read one by one as well.

- *Lines* are those that change, in how many files; none is added or taken out but in the place of another.
- *Rendered* are the objects of how many units that change with them, as far as Git alone can tell: a unit of a base or chart that is somewhere else is not rendered, and the dry run says so.
- *Also affects* are the other environments that take the version from the same place. Where there are any, the proposal is refused until they may follow (\`--allow-others\`).
- onedr0p/home-ops is for one cluster, so that there is nothing to promote: versions are rolled back in it.
`;

/** The part of the page: a table over all, then the samples. */
export function formatTrials(results: readonly TrialResult[]): string {
  return [
    introduction,
    '| repository | commit | service | from → to | files | lines | rendered | also affects | refused |',
    '| --- | --- | --- | --- | --: | --: | --: | --- | --- |',
    ...results.map(row),
    '',
    ...results.flatMap(sample),
  ].join('\n');
}

function row({ trial, answer }: TrialResult): string {
  const { files, rendered, alsoAffects, diagnostics, commit } = answer;
  const lines = files.flatMap(({ diff }) => changedLines(diff));
  const units = new Set(rendered.map(({ unit }) => unit)).size;
  const error = diagnostics.find(({ level }) => level === 'error');
  const environments = alsoAffects.map(({ environment }) => environment);
  const cells = [
    `[${trial.repository}](https://github.com/${trial.repository})`,
    `\`${commit.slice(0, 12)}\``,
    trial.service,
    moved(trial),
    files.length,
    lines.filter(line => line.startsWith('+')).length,
    units === 0 ? '–' : `${rendered.length} of ${units}`,
    [...new Set(environments)].join(', ') || '–',
    error?.message ?? '–',
  ];
  return `| ${cells.join(' | ')} |`;
}

function moved({ move }: Trial): string {
  return move.kind === 'promote'
    ? `${move.from} → ${move.to}`
    : `back to ${move.to}`;
}

function changedLines(diff: string): readonly string[] {
  return diff.split('\n').filter(line => /^[-+](?![-+]{2} )/.test(line));
}

/** The changed lines alone: what stands around them is not ours to print. */
function sample({ trial, answer }: TrialResult): readonly string[] {
  if (trial.sample === undefined) return [];
  const [file] = answer.files;
  if (file === undefined) return [];
  return [
    `### ${trial.service}, ${moved(trial)}`,
    '',
    trial.sample,
    '',
    '```diff',
    `--- a/${file.path}`,
    `+++ b/${file.path}`,
    ...changedLines(file.diff),
    '```',
    '',
  ];
}
