import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { benchRepository } from '@backstage-gitops/plugin-gitops-node';
import { Arguments, Command, Result, Surroundings } from '../Command';
import { alignColumns } from '../output/alignColumns';
import { configureRepository } from '../repository/openRepository';

/** `gitops bench`: how fast the history is read, beside what git takes. */
export const bench: Command = {
  name: 'bench',
  summary: 'how long indexing the whole history takes, beside `git log -p`',
  options: {},
  run,
};

async function run(
  args: Arguments,
  surroundings: Surroundings,
): Promise<Result> {
  const { config, environments, ref } = await configureRepository(
    args,
    surroundings,
  );
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-bench-'));
  try {
    const figures = await benchRepository({
      repository: config,
      environments,
      directory,
      ref,
      signal: surroundings.signal,
    });
    return {
      json: figures,
      text: () =>
        `${alignColumns(
          Object.entries(figures).map(([name, figure]) => [
            name,
            String(figure),
          ]),
        ).join('\n')}\n`,
      exitCode: 0,
    };
  } finally {
    await fs.rm(directory, { recursive: true, force: true });
  }
}
