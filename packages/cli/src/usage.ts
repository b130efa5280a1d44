import { Command, commonOptions, OptionSpec } from './Command';
import { alignColumns } from './output/alignColumns';

/** The help of the program: what there is. */
export function programUsage(commands: readonly Command[]): string {
  return [
    'gitops: what a Git repository declares to run, read from Git alone',
    '',
    'Usage: gitops COMMAND REPO [OPTIONS]      REPO is a path or a URL',
    '',
    ...indent(commands.map(({ name, summary }) => [name, summary])),
    '',
    'gitops COMMAND --help tells more about one of them.',
    'Exit: 0 done, 1 found what should be absent, 2 bad usage or unreadable input.',
    '',
  ].join('\n');
}

/** The help of one command. */
export function commandUsage(command: Command): string {
  const { name, summary, options, withoutRepository } = command;
  const parts = Object.entries(options).map(([option, spec]) =>
    spec.required ? written(option, spec) : `[${written(option, spec)}]`,
  );
  return [
    summary,
    '',
    `Usage: ${['gitops', name, 'REPO', ...parts].join(' ')}`,
    ...(withoutRepository === undefined
      ? []
      : [`       gitops ${name} ${withoutRepository}`]),
    '',
    ...indent(
      Object.entries({ ...options, ...commonOptions }).map(([option, spec]) => [
        written(option, spec),
        spec.summary,
      ]),
    ),
    '',
  ].join('\n');
}

function written(option: string, { value, several }: OptionSpec): string {
  if (value === undefined) return `--${option}`;
  return `--${option} ${value}${several ? '…' : ''}`;
}

function indent(rows: readonly (readonly string[])[]): string[] {
  return alignColumns(rows).map(line => `  ${line}`);
}
