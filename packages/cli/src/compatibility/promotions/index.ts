import path from 'node:path';
import { Program } from '../../main';
import { formatTrials } from './formatTrials';
import { runTrial, TrialResult } from './runTrial';
import { trials } from './trials';

/** Makes the page's part about promotions, of bare copies by OWNER/NAME. */
export async function surveyPromotions(
  copies: ReadonlyMap<string, string>,
  program: Program,
): Promise<string> {
  const results: TrialResult[] = [];
  for (const trial of trials) {
    const given = copies.get(trial.repository);
    if (given === undefined) continue;
    program.note(`planning ${trial.service} of ${trial.repository}`);
    const directory = path.resolve(program.directory, given);
    results.push(await runTrial(trial, directory, program));
  }
  return formatTrials(results);
}
