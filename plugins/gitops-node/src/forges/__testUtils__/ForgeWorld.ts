import { Forge } from '../Forge';

export interface ForgeWorldOptions {
  readonly token?: string;
  readonly fetch?: typeof fetch;
  /** Repeats what failed, where that can be left off. */
  readonly patient?: boolean;
}

export interface WorldPullRequest {
  readonly number: number;
  readonly sourceBranch: string;
  readonly isOpen: boolean;
  readonly labels: readonly string[];
}

/**
 * A forge with a repository of its own for one test, asked without the code
 * that is tested. The forge acts as `gitops-bot`; the world's own doings are
 * those of the person `lena`.
 */
export interface ForgeWorld {
  readonly repositoryUrl: string;
  readonly host: string;
  /** Who new repositories are made for. */
  readonly owner: string;
  readonly personToken: string;
  forge(options?: ForgeWorldOptions): Forge;
  /** Answers the commit's id. */
  commit(
    branch: string,
    files: Readonly<Record<string, string>>,
  ): Promise<string>;
  file(
    revision: string,
    path: string,
  ): Promise<{ content: string; executable: boolean } | undefined>;
  commitOf(id: string): Promise<{ message: string; parents: string[] }>;
  hasBranch(branch: string): Promise<boolean>;
  pullRequests(): Promise<WorldPullRequest[]>;
  status(
    commit: string,
    name: string,
    state: 'pending' | 'success',
  ): Promise<void>;
  review(
    number: number,
    verdict: 'approved' | 'changesRequested',
  ): Promise<void>;
  merge(number: number): Promise<void>;
  /** Resolves when the forge does nothing more by itself. */
  settled?(): Promise<void>;
  /** Of a repository of `owner`, newest first. */
  messages(name: string): Promise<string[]>;
}

export interface StartedForge {
  /** A world as it is at first, with `apps/web/kustomization.yaml` and `old`. */
  next(): Promise<ForgeWorld>;
  stop(): Promise<void>;
}

/** Makes the world of a test. */
export type NextWorld = () => Promise<ForgeWorld>;

/** What is known of one kind of forge. */
export interface ForgeTraits {
  readonly start: () => Promise<StartedForge>;
  /** Requests for one pull request of a list, by whether it has changed. */
  readonly requests: { readonly changed: number; readonly unchanged: number };
  /** How its drafts are named, where their title says it. */
  readonly draftPrefix: string;
  /**
   * What a stand-in that others made doesn't model: the files of a pull
   * request, that a branch has but one, and that tokens may be wrong.
   */
  readonly lacks?: readonly ('files' | 'uniqueness' | 'tokens')[];
  /** Answers so slowly that it is spared what another of its kind is put to. */
  readonly isSlow?: boolean;
}
