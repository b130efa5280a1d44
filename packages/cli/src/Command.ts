/** What surrounds a run: everything a command may know beside its arguments. */
export interface Surroundings {
  /** Relative paths are meant from here. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Tells the person something that is not the result. */
  note(line: string): void;
}

export interface OptionSpec {
  /** What stands for the value in the usage; absent for a switch. */
  readonly value?: string;
  readonly required?: boolean;
  /** Takes several values, one after the other or each with the option anew. */
  readonly several?: boolean;
  readonly summary: string;
}

/** Arguments after they were checked against a command's options. */
export interface Arguments {
  /** `''` where the command can do without one and none was given. */
  readonly repository: string;
  /** The value of an option that was given; the last of several. */
  get(option: string): string | undefined;
  /** The values of an option that takes several. */
  all(option: string): readonly string[];
  /** The value of an option that the command requires. */
  require(option: string): string;
  has(option: string): boolean;
}

export interface Result {
  /** What `--json` prints. */
  readonly json: unknown;
  /** What a person reads. */
  text(): string;
  /** 1 where something was found that should be absent. */
  readonly exitCode: 0 | 1;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Ways to call it that need no repository, after `gitops NAME`. */
  readonly withoutRepository?: string;
  run(args: Arguments, surroundings: Surroundings): Promise<Result>;
}

/** Options that every command understands. */
export const commonOptions: Readonly<Record<string, OptionSpec>> = {
  ref: {
    value: 'REF',
    summary: 'read at this branch, tag or commit instead of the newest',
  },
  config: {
    value: 'FILE',
    summary: 'YAML file with a `gitops:` section (rules, environments)',
  },
  json: { summary: 'print one JSON object' },
  help: { summary: 'print this' },
};
