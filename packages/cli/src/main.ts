import { isError } from '@backstage/errors';
import { Command, Surroundings } from './Command';
import { bench } from './commands/bench';
import { diff } from './commands/diff';
import { drift } from './commands/drift';
import { history } from './commands/history';
import { lint } from './commands/lint';
import { promote } from './commands/promote';
import { render } from './commands/render';
import { rollback } from './commands/rollback';
import { targets } from './commands/targets';
import { printable } from './output/printable';
import { parseArguments } from './parseArguments';
import { commandUsage, programUsage } from './usage';
import { UsageError } from './UsageError';

const commands: readonly Command[] = [
  targets,
  history,
  diff,
  render,
  promote,
  rollback,
  drift,
  lint,
  bench,
];

/** How a run is connected to the world. */
export interface Program extends Surroundings {
  /** Standard output: the result alone. */
  print(text: string): void;
}

/**
 * Runs one command. Returns the exit code: 0 done, 1 found what should be
 * absent, 2 bad usage or unreadable input.
 */
export async function main(
  argv: readonly string[],
  program: Program,
): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === 'help' || name === '--help') {
    program.print(programUsage(commands));
    return name === undefined ? 2 : 0;
  }
  const command = commands.find(candidate => candidate.name === name);
  if (command === undefined) {
    const names = commands.map(candidate => candidate.name).join(', ');
    program.note(`gitops: no command '${printable(name)}'; there are ${names}`);
    return 2;
  }
  if (rest.includes('--help')) {
    program.print(commandUsage(command));
    return 0;
  }
  return runCommand(command, rest, program);
}

async function runCommand(
  command: Command,
  argv: readonly string[],
  program: Program,
): Promise<number> {
  try {
    const args = parseArguments(command, argv);
    const result = await command.run(args, program);
    program.print(
      args.has('json') ? `${JSON.stringify(result.json)}\n` : result.text(),
    );
    return result.exitCode;
  } catch (error) {
    if (program.signal.aborted) return 130;
    const hint =
      error instanceof UsageError ? ` (gitops ${command.name} --help)` : '';
    program.note(`gitops ${command.name}: ${oneLine(error)}${hint}`);
    if (program.environment.GITOPS_DEBUG && isError(error)) {
      program.note(error.stack ?? '');
    }
    return 2;
  }
}

function oneLine(error: unknown): string {
  const message = isError(error) ? error.message : String(error);
  return printable(message.trim().replace(/\s*\n\s*/g, '; '));
}
