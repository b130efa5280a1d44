import { parseArgs } from 'node:util';
import type { Program } from '../../main';
import { createUnitRenderer } from '../../repository/createRenderer';
import { writePart } from '../writePart';
import { parseChartSource } from './ChartSource';
import { formatCharts, isClean } from './formatCharts';
import { ChartSurvey, surveyChart } from './surveyChart';

/**
 * Reads charts back from a real API server. Exits with 1 where one comes back
 * with a difference, or can't be compared.
 */
export async function main(
  argv: readonly string[],
  program: Program & { readonly root: string },
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      details: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) {
    program.note(
      'usage: envtest:charts [--details] [--write] NAME@VERSION=FOLDER[//PATH]…',
    );
    return 2;
  }
  const sources = positionals.map(text =>
    parseChartSource(text, program.directory),
  );
  const renderer = await createUnitRenderer(program);
  const surveys: ChartSurvey[] = [];
  for (const source of sources) {
    program.note(`installing ${source.name}`);
    const survey = await surveyChart(source, renderer);
    surveys.push(survey);
    if (values.details) noteDetails(survey, program);
  }
  const text = formatCharts(surveys);
  if (values.write) await writePart(program.root, 'charts', text);
  else program.print(text);
  return surveys.every(isClean) ? 0 : 1;
}

function noteDetails(survey: ChartSurvey, { note }: Program): void {
  for (const problem of survey.problems) note(`problem\t${problem}`);
  for (const line of survey.undetermined) note(`not in Git\t${line}`);
  for (const line of survey.refused) note(`refused\t${line}`);
  for (const [comparison, resources] of Object.entries(survey.readBack)) {
    for (const {
      kind,
      name,
      status,
      reason,
      differences: found,
    } of resources) {
      if (status === 'synced') continue;
      note(`${comparison}\t${kind}/${name}\t${status}\t${reason ?? ''}`);
      for (const { field, class: type, declared, live } of found) {
        const sides = [declared, live].map(side => JSON.stringify(side));
        note(`\t${type}\t${field}\t${sides.join('\t')}`);
      }
    }
  }
}
