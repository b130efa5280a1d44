import { parseArgs } from 'node:util';
import { Arguments, Command, commonOptions } from './Command';
import { UsageError } from './UsageError';

/** Checks the arguments of a command. Throws a {@link UsageError}. */
export function parseArguments(
  command: Command,
  argv: readonly string[],
): Arguments {
  const specs = { ...command.options, ...commonOptions };
  const { values, positionals } = split(command, argv);
  if (positionals.length !== 1) {
    throw new UsageError(
      positionals.length === 0
        ? 'name a repository: a path or a URL'
        : `one repository at a time, but got ${positionals.join(', ')}`,
    );
  }
  for (const [name, spec] of Object.entries(specs)) {
    if (spec.required && values.get(name) === undefined) {
      throw new UsageError(`--${name} ${spec.value} is missing`);
    }
    if (values.get(name) === '') {
      throw new UsageError(`--${name} is empty`);
    }
  }
  return {
    repository: positionals[0],
    get: option => values.get(option),
    require: option => {
      const value = values.get(option);
      if (value === undefined) throw new UsageError(`--${option} is missing`);
      return value;
    },
    has: option => values.has(option),
  };
}

function split(command: Command, argv: readonly string[]) {
  const specs = { ...command.options, ...commonOptions };
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { value }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
      },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options,
      allowPositionals: true,
    });
    return {
      values: new Map(
        Object.entries(values).map(([name, value]) => [name, String(value)]),
      ),
      positionals,
    };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's messages go on with advice that takes several lines.
    const [sentence] = error.message.split(/[.\n] ?(?:To|Did|$)/);
    throw new UsageError(sentence.charAt(0).toLowerCase() + sentence.slice(1));
  }
}

/** A whole number within bounds. Throws a {@link UsageError}. */
export function wholeNumber(
  option: string,
  text: string,
  bounds: { min: number; max: number },
): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(number >= bounds.min && number <= bounds.max)) {
    throw new UsageError(
      `--${option} must be a whole number from ${bounds.min} to ${bounds.max}`,
    );
  }
  return number;
}
