import { BenchProgram } from './BenchProgram';
import { benchDrift } from './drift/benchDrift';

const benches: Readonly<
  Record<string, (program: BenchProgram) => Promise<number>>
> = { drift: benchDrift };

/** Runs one benchmark by name. Exits with 1 where it misses its mark. */
export async function main(
  argv: readonly string[],
  program: BenchProgram,
): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || rest.length > 0 || !Object.hasOwn(benches, name)) {
    program.note(`usage: bench ${Object.keys(benches).join('|')}`);
    return 2;
  }
  return benches[name](program);
}
