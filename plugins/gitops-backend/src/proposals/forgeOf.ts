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
