import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { main, Program } from '../../main';
import { configurations, Trial } from './trials';

/** What the command line answers, as far as the page tells it. */
const answerSchema = z.object({
  commit: z.string(),
  files: z.array(z.object({ path: z.string(), diff: z.string() })),
  rendered: z.array(z.object({ unit: z.string(), resource: z.string() })),
  alsoAffects: z.array(z.object({ environment: z.string() })),
  diagnostics: z.array(
    z.object({ level: z.string(), code: z.string(), message: z.string() }),
  ),
});

/** A dry run and what came of it. */
export interface TrialResult {
  readonly trial: Trial;
  readonly answer: z.infer<typeof answerSchema>;
}

/** Runs `gitops promote` or `gitops rollback` for a bare copy of a repository. */
export async function runTrial(
  trial: Trial,
  directory: string,
  program: Program,
): Promise<TrialResult> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-trial-'));
  try {
    const argv = [
      ...argumentsOf(trial, directory),
      ...(await configuration(trial, directory, folder)),
    ];
    const printed: string[] = [];
    const notes: string[] = [];
    await main(argv, {
      ...program,
      print: text => printed.push(text),
      note: line => notes.push(line),
    });
    if (printed.length === 0) {
      throw new Error(`gitops ${argv.join(' ')}: ${notes.join('; ')}`);
    }
    return { trial, answer: answerSchema.parse(JSON.parse(printed.join(''))) };
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

function argumentsOf(
  { service, move }: Trial,
  directory: string,
): readonly string[] {
  const { kind } = move;
  const places =
    kind === 'promote'
      ? ['--from', move.from, '--to', move.to]
      : ['--environment', move.environment, '--to', move.to];
  const command = [kind, directory, '--service', service];
  return [...command, ...places, '--dry-run', '--json'];
}

async function configuration(
  { repository }: Trial,
  url: string,
  folder: string,
): Promise<readonly string[]> {
  if (!Object.hasOwn(configurations, repository)) return [];
  const file = path.join(folder, 'gitops.yaml');
  const id = path.basename(repository);
  const entry = { id, url, ...configurations[repository] };
  await fs.writeFile(file, stringify({ gitops: { repositories: [entry] } }));
  return ['--config', file];
}
