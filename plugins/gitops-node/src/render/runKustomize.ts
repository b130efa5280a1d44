import path from 'node:path';
import { KustomizeProgram } from './KustomizeProgram';
import { PrivateFiles, PrivateFolder } from './PrivateFolder';
import { RenderLimits } from './renderLimits';
import { runProgram } from './runProgram';

export interface KustomizeRun {
  readonly program: KustomizeProgram;
  /** Content by path: all that the program can read. */
  readonly files: PrivateFiles;
  readonly directory: string;
  readonly limits: RenderLimits;
  readonly signal?: AbortSignal;
}

/**
 * Builds a directory of a private tree and returns what the program prints:
 * without plugins and without Helm. Throws a {@link RenderFailure} where it
 * fails.
 */
export function runKustomize(run: KustomizeRun): Promise<string> {
  const { program, files, directory, limits, signal } = run;
  return PrivateFolder.with(files, folder =>
    runProgram(
      {
        name: 'kustomize',
        command: program.command,
        args: [
          ...program.args,
          // Bases and patches lie beside the directory. All that can be read
          // is the private tree, whose paths were checked.
          '--load-restrictor=LoadRestrictionsNone',
          path.join(folder.tree, directory),
        ],
        limits,
        signal,
      },
      folder,
    ),
  );
}
