/** Where a repository is, or is to be. Empty as long as nothing is said. */
export interface RepositoryPlace {
  readonly host: string;
  readonly owner: string;
  readonly name: string;
}

/** Reads what a RepoUrlPicker writes: `github.com?owner=acme&repo=config`. */
export function readRepoUrl(text = ''): RepositoryPlace {
  const [host, search] = text.split('?', 2);
  const parameters = new URLSearchParams(search);
  return {
    host: host.trim(),
    owner: parameters.get('owner') ?? '',
    name: parameters.get('repo') ?? '',
  };
}

export function writeRepoUrl({ host, owner, name }: RepositoryPlace): string {
  return `${host}?${new URLSearchParams({ owner, repo: name })}`;
}

/** The host and owner of a repository that the portal reads. */
export function placeOfUrl(url: string): RepositoryPlace | undefined {
  if (!URL.canParse(url)) return undefined;
  const { host, pathname } = new URL(url);
  const segments = pathname.split('/').filter(segment => segment !== '');
  const name = segments.pop();
  if (name === undefined || segments.length === 0) return undefined;
  return { host, owner: segments.join('/'), name: name.replace(/\.git$/, '') };
}
