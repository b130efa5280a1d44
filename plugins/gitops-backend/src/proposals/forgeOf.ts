import {
  Forge,
  Forges,
  RepositoryConfig,
} from '@backstage-gitops/plugin-gitops-node';

/** A repository's forge, and the URL that it knows the repository by. */
export interface RepositoryForge {
  readonly forge: Forge;
  readonly url: string;
}

/** That of the URL, else of the one that it is a copy of. */
export function forgeOf(
  { url, upstream }: RepositoryConfig,
  forges: Forges,
): RepositoryForge | undefined {
  for (const known of [url, upstream]) {
    const forge = known === undefined ? undefined : forges.of(known);
    if (forge && known !== undefined) return { forge, url: known };
  }
  return undefined;
}

/** What a person can do where a repository's forge isn't known. */
export function noForge(repository: string): string {
  return `The repository '${repository}' is on no forge that is known; configure its host under integrations (github, gitlab or gitea), and set gitops.repositories[].upstream where it is read from a copy`;
}
