import { CheckedConfigRepositoryRequest } from '@backstage-gitops/plugin-gitops-common';

/** A file of a repository to be. @public */
export interface ScaffoldedFile {
  readonly path: string;
  readonly content: string;
  readonly executable?: boolean;
}

/** Where a config repository is to be. @public */
export interface NewConfigRepository {
  /** Its kind, which decides which CI is written: none for others. */
  readonly forge: string;
  /** What its engine clones: an https URL. */
  readonly url: string;
  readonly name: string;
  readonly description?: string;
  /** `main` where absent. */
  readonly defaultBranch?: string;
}

/** How the folders of a scaffolded repository are laid out. */
export type LayoutType = CheckedConfigRepositoryRequest['layout'];

/** What makes its clusters follow it. */
export type LayoutEngine = CheckedConfigRepositoryRequest['engine'];

/** An environment with its clusters, of which there is at least one. */
export interface LayoutEnvironment {
  readonly name: string;
  readonly clusters: readonly string[];
  readonly protected: boolean;
}

/** A repository as scaffolded: enough to add to it. The order is promotion's. */
export interface RepositoryLayout {
  readonly type: LayoutType;
  readonly engine: LayoutEngine;
  readonly environments: readonly LayoutEnvironment[];
}

/** Whether the cluster is one that the environment has to itself, by its name. */
export function isOwnCluster({ name, clusters }: LayoutEnvironment): boolean {
  return clusters.length === 1 && clusters[0] === name;
}

/** Whether other environments run on one of its clusters as well. */
export function sharesCluster(
  environment: LayoutEnvironment,
  { environments }: Pick<RepositoryLayout, 'environments'>,
): boolean {
  return environments.some(
    other =>
      other.name !== environment.name &&
      other.clusters.some(cluster => environment.clusters.includes(cluster)),
  );
}
