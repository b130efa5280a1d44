/**
 * Bounds that no honest directory meets; past them it is taken for an attack.
 *
 * @public
 */
export interface RenderLimits {
  /** Files of one private tree. */
  readonly files: number;
  /** Bytes of all of them. */
  readonly inputBytes: number;
  /** Bytes the program may print. */
  readonly outputBytes: number;
  /** Memory the program may take, where the system tells. */
  readonly memoryBytes: number;
  /** Time the program may take. */
  readonly milliseconds: number;
}

/** @public */
export const defaultRenderLimits: RenderLimits = {
  files: 10_000,
  inputBytes: 64 * 1024 * 1024,
  outputBytes: 16 * 1024 * 1024,
  memoryBytes: 1024 * 1024 * 1024,
  milliseconds: 60_000,
};
