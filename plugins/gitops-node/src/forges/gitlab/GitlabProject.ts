import { Gitlab } from './createGitlab';

/** A repository, and the client to ask for it. */
export interface GitlabProject {
  readonly gitlab: Gitlab;
  /** With its groups: `group/subgroup/name`. */
  readonly path: string;
}
