/** A resource that lives in another repository. */
export interface RemoteReference {
  /** `owner/name` where a forge tells it, else host and path. */
  readonly name: string;
  readonly url: string;
  readonly path: string;
  /** `''` where none is written: the default branch. */
  readonly ref: string;
}

/**
 * Reads a kustomize resource that isn't a path of the tree: a Git URL
 * (`https://host/owner/name//path?ref=v1`, `git@host:owner/name`, the
 * shorthand `github.com/owner/name/path?ref=v1`) or a file served over HTTP
 * whose address names the version.
 */
export function parseRemoteReference(
  text: string,
): RemoteReference | undefined {
  const ssh = /^(?:ssh:\/\/)?(?:[\w.-]+@)([\w.-]+)[:/](.+)$/.exec(text);
  if (ssh) return gitReference(ssh[1], ssh[2]);
  const url = /^(?:git::)?(https?):\/\/(?:[^/@]+@)?([^/]+)\/(.+)$/.exec(text);
  if (url) return servedFile(url[2], url[3]) ?? gitReference(url[2], url[3]);
  const forge = /^((?:github|gitlab|bitbucket)\.[a-z]+)[/:](.+)$/.exec(text);
  return forge ? gitReference(forge[1], forge[2]) : undefined;
}

function gitReference(host: string, rest: string): RemoteReference {
  const [location, query = ''] = rest.split('?', 2);
  const parameters = new URLSearchParams(query);
  const ref = parameters.get('ref') ?? parameters.get('version') ?? '';
  const [repository, path] = splitRepository(location);
  const name = repository.replace(/\.git$/, '');
  return { name, url: `https://${host}/${name}`, path, ref };
}

function splitRepository(location: string): [repository: string, path: string] {
  const explicit = /^(.*?)\/\/(.*)$/.exec(location);
  if (explicit) return [explicit[1], explicit[2].replace(/\/$/, '')];
  const suffixed = /^(.*?\.git)(?:\/(.*))?$/.exec(location);
  if (suffixed) return [suffixed[1], suffixed[2] ?? ''];
  const [owner, name, ...path] = location.split('/');
  return [`${owner}/${name}`, path.join('/').replace(/\/$/, '')];
}

const servedFiles: readonly RegExp[] = [
  /^raw\.githubusercontent\.com\/(?<name>[^/]+\/[^/]+)\/(?:refs\/(?:heads|tags)\/)?(?<ref>[^/]+)\/(?<path>.+)$/,
  /^[^/]+\/(?<name>[^/]+\/[^/]+)\/releases\/download\/(?<ref>[^/]+)\/(?<path>.+)$/,
  /^[^/]+\/(?<name>[^/]+\/[^/]+)\/(?:raw|blob)\/(?:refs\/(?:heads|tags)\/)?(?<ref>[^/?]+)\/(?<path>.+\.(?:ya?ml|json))$/,
  /^[^/]+\/(?<name>.+?)\/-\/raw\/(?<ref>[^/]+)\/(?<path>.+)$/,
];

function servedFile(host: string, rest: string): RemoteReference | undefined {
  const location = `${host}/${rest.replace(/[?#].*$/, '')}`;
  for (const pattern of servedFiles) {
    const groups = pattern.exec(location)?.groups;
    if (groups) {
      const { name, ref, path } = groups;
      return { name, url: `https://${host}/${rest}`, path, ref };
    }
  }
  if (!/\.(?:ya?ml|json)$/.test(location)) return undefined;
  const ref = /\/(v?[0-9]+(?:\.[0-9]+)+[^/]*)\//.exec(location)?.[1] ?? '';
  const path = location.slice(location.lastIndexOf('/') + 1);
  return { name: location, url: `https://${host}/${rest}`, path, ref };
}
