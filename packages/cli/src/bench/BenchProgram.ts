import { Program } from '../main';

/** What a benchmark knows of where it runs. */
export type BenchProgram = Program & { readonly root: string };
