import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Program } from '../main';
import { formatSurveys } from './formatSurveys';
import { surveyPromotions } from './promotions';
import { Survey, surveyRepository } from './surveyRepository';
import { Part, writePart } from './writePart';

/** Makes docs/compatibility.md out of repositories given as OWNER/NAME=PATH. */
export async function main(
  argv: readonly string[],
  program: Program & { readonly root: string },
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      bench: { type: 'boolean', default: false },
      details: { type: 'boolean', default: false },
      promotions: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const named = positionals.map(text => /^([^=]+\/[^=]+)=(.+)$/.exec(text));
  if (named.length === 0 || named.includes(null)) {
    program.note(
      'usage: compatibility [--bench] [--details] [--promotions] [--write] OWNER/NAME=PATH…',
    );
    return 2;
  }
  if (values.promotions) {
    const copies = named.flatMap(match =>
      match === null ? [] : [[match[1], match[2]] as const],
    );
    const text = await surveyPromotions(new Map(copies), program);
    await publish('promotions', text);
    return 0;
  }
  const surveys: Survey[] = [];
  for (const match of named) {
    if (match === null) continue;
    const [, name, given] = match;
    program.note(`reading ${name}`);
    const survey = await surveyRepository({
      name,
      directory: path.resolve(program.directory, given),
      bench: values.bench,
      environment: program.environment,
    });
    surveys.push(survey);
    if (values.details) noteDetails(survey, program);
  }
  await publish('repositories', formatSurveys(surveys));
  return 0;

  async function publish(part: Part, text: string): Promise<void> {
    if (values.write) await writePart(program.root, part, text);
    else program.print(text);
  }
}

function noteDetails({ recall, agreement }: Survey, { note }: Program): void {
  const groups = [['silent', recall.silent] as const, ...recall.causes];
  for (const [cause, lines] of groups) {
    for (const { file, line, text } of lines) {
      note(`${cause}\t${file}:${line}\t${text.trim()}`);
    }
  }
  for (const { unit, onlyRendered, onlyDeclared } of agreement.disagreements) {
    note(`differs\t${unit}`);
    for (const image of onlyRendered) note(`\tonly rendered\t${image}`);
    for (const image of onlyDeclared) note(`\tonly declared\t${image}`);
  }
}
