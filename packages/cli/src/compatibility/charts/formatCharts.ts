import { ResourceObservation } from '@backstage-gitops/plugin-gitops-common';
import { ChartSurvey } from './surveyChart';

const introduction = `## Public charts read back

Charts and manifests of known projects, declared by an Application of a Git repository, rendered, applied by the built-in engine to a real API server with its controllers, and read back. Made by

    yarn envtest:charts NAME@VERSION=FOLDER…

with the folder that each was brought to; \`FOLDER//PATH\` where what is applied refers to other parts of the folder, \`--details\` lists what is behind the figures, \`--write\` replaces this part of the page.

- *Read-only* compares what Git declares with what is live, *exact* what a dry-run apply would make of it. *Synced* are the objects without a difference.
- *Not in Git* are objects whose chart asks for what Git doesn't hold, such as a certificate that Helm makes anew each time: they are called indeterminate, and not applied. *Refused* are those that this API server can't take, such as kinds that another project brings. Neither counts as synced.
- Dependencies that a project's repository refers to and doesn't carry were left out of its chart.
`;

/** The part of the page about charts: a table, and what needs explaining. */
export function formatCharts(surveys: readonly ChartSurvey[]): string {
  return [
    introduction,
    '| project | version | objects | kinds | not in Git | refused | synced read-only | differences | synced exact | differences |',
    '| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...surveys.map(row),
    '',
  ].join('\n');
}

function row(survey: ChartSurvey): string {
  const { readOnly, exact } = survey.readBack;
  const cells = [
    survey.name,
    survey.version,
    survey.objects,
    survey.kinds.size,
    survey.undetermined.length,
    survey.refused.length,
    synced(readOnly),
    differences(readOnly),
    synced(exact),
    differences(exact),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Whether all came back as it was declared that could be declared and taken. */
export function isClean(survey: ChartSurvey): boolean {
  const { objects, undetermined, refused, problems } = survey;
  const comparable = objects - undetermined.length - refused.length;
  return (
    problems.length === 0 &&
    Object.values(survey.readBack).every(
      resources =>
        differences(resources) === 0 && synced(resources) === comparable,
    )
  );
}

function synced(resources: readonly ResourceObservation[]): number {
  return resources.filter(({ status }) => status === 'synced').length;
}

function differences(resources: readonly ResourceObservation[]): number {
  return resources.reduce((sum, each) => sum + each.differences.length, 0);
}
