import { parseArgs } from 'node:util';
import { Arguments, Command, commonOptions, OptionSpec } from './Command';
import { UsageError } from './UsageError';

/** Checks the arguments of a command. Throws a {@link UsageError}. */
export function parseArguments(
  command: Command,
  argv: readonly string[],
): Arguments {
  const specs = { ...command.options, ...commonOptions };
  const { values, positionals } = split(command, argv);
  const isComplete =
    positionals.length === 1 ||
    (positionals.length === 0 && command.withoutRepository !== undefined);
  if (!isComplete) {
    throw new UsageError(
      positionals.length === 0
        ? 'name a repository: a path or a URL'
        : `one repository at a time, but got ${positionals.join(', ')}`,
    );
  }
  for (const [name, spec] of Object.entries(specs)) {
    if (spec.required && !values.has(name)) {
      throw new UsageError(`--${name} ${spec.value} is missing`);
    }
    if (values.get(name)?.includes('')) {
      throw new UsageError(`--${name} is empty`);
    }
  }
  return {
    repository: positionals[0] ?? '',
    get: option => values.get(option)?.at(-1),
    all: option => values.get(option) ?? [],
    require: option => {
      const value = values.get(option)?.at(-1);
      if (value === undefined) throw new UsageError(`--${option} is missing`);
      return value;
    },
    has: option => values.has(option),
  };
}

function split(command: Command, argv: readonly string[]) {
  const specs = { ...command.options, ...commonOptions };
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { value, several = false }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        multiple: several,
      },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: repeatOptions(argv, specs),
      options,
      allowPositionals: true,
    });
    return {
      values: new Map(
        Object.entries(values).map(([name, value]): [string, string[]] => [
          name,
          (Array.isArray(value) ? value : [value]).map(String),
        ]),
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

/** `--live a b` means `--live=a --live=b`. */
function repeatOptions(
  argv: readonly string[],
  specs: Readonly<Record<string, OptionSpec>>,
): string[] {
  let open: string | undefined;
  return argv.flatMap((word, index) => {
    if (!isOption(word)) return [open === undefined ? word : `${open}=${word}`];
    const name = word.slice(2);
    const takesSeveral = Object.hasOwn(specs, name) && specs[name].several;
    open = takesSeveral ? word : undefined;
    const next = argv[index + 1];
    return takesSeveral && next !== undefined && !isOption(next) ? [] : [word];
  });
}

function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-';
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
