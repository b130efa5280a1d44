/** A program that builds kustomizations, and how it is called. @public */
export interface KustomizeProgram {
  /** An absolute path. */
  readonly command: string;
  /** What comes before the directory: `build`, or `kustomize` of kubectl. */
  readonly args: readonly string[];
}
