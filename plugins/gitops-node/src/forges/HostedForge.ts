import { Forge } from './Forge';

/**
 * How a forge spells the addresses of its pages, each written after that of
 * the repository.
 *
 * @public
 */
export interface ForgePages {
  /** `path` is encoded for an address, but for the `/` in it. */
  file(revision: string, path: string): string;
  commit(sha: string): string;
  pullRequest(number: number): string;
  /** How a line is named after `#`; `{line}` stands for its number. */
  readonly lineFragment?: string;
}

/** The forge of a host that is not one of `integrations`. @public */
export interface HostedForge {
  /** As Git URLs name it; with the port, where it isn't the usual one. */
  readonly host: string;
  readonly forge: Forge;
  /** Nothing links to files, commits and pull requests where absent. */
  readonly pages?: ForgePages;
}
