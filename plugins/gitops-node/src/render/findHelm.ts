import { findProgram, ProgramLocations } from './findProgram';

/** A program that fills the templates of charts. @public */
export interface HelmProgram {
  /** An absolute path. */
  readonly command: string;
}

/**
 * The program to fill charts with; `undefined` where there is none.
 *
 * @public
 */
export async function findHelm(
  locations: ProgramLocations,
): Promise<HelmProgram | undefined> {
  const command = await findProgram(['helm'], 'helm/helm', locations);
  return command === undefined ? undefined : { command };
}
