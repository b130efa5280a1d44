import {
  isSameRepository,
  RepositoryConfig,
} from '@backstage-gitops/plugin-gitops-node';

/**
 * Whether a URL that an engine fetches from is a repository that is read. A
 * mirror has another host; one of the very address goes before it.
 */
export function isRepositoryAt(
  id: string,
  url: string,
  repositories: ReadonlyMap<string, { readonly config: RepositoryConfig }>,
): boolean {
  const address = addressOf(url);
  const exact = [...repositories].filter(([, { config }]) =>
    urlsOf(config).some(own => addressOf(own) === address),
  );
  if (exact.length > 0) return exact.some(([other]) => other === id);
  const config = repositories.get(id)?.config;
  return (
    config !== undefined &&
    urlsOf(config).some(own => isSameRepository(own, url))
  );
}

function urlsOf({ url, upstream }: RepositoryConfig): readonly string[] {
  return upstream === undefined ? [url] : [upstream, url];
}

/** Host and path, however they are written: by https, by ssh, as scp does. */
export function addressOf(url: string): string {
  return url
    .replace(/[?#].*$/, '')
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^([^/:]+):(?:\d+(?=\/))?/, '$1/')
    .replace(/\/{2,}/g, '/')
    .replace(/\/+$/, '')
    .replace(/\.git$/i, '')
    .toLowerCase();
}
