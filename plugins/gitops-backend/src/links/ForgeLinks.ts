import { ForgePages, HostedForge } from '@backstage-gitops/plugin-gitops-node';
import { ScmIntegrationRegistry } from '@backstage/integration';

/** Pages of a repository on its forge. */
export interface RepositoryLinks {
  file(revision: string, path: string): string | undefined;
  commit(sha: string): string | undefined;
  pullRequest(number: number): string | undefined;
  /** How a line is named after `#`; `{line}` stands for its number. */
  readonly lineFragment?: string;
}

const forges: Readonly<Record<string, ForgePages>> = {
  github: {
    file: (revision, path) => `/blob/${revision}/${path}`,
    commit: sha => `/commit/${sha}`,
    pullRequest: number => `/pull/${number}`,
    lineFragment: 'L{line}',
  },
  gitlab: {
    file: (revision, path) => `/-/blob/${revision}/${path}`,
    commit: sha => `/-/commit/${sha}`,
    pullRequest: number => `/-/merge_requests/${number}`,
    lineFragment: 'L{line}',
  },
  gitea: {
    file: (revision, path) => `/src/commit/${revision}/${path}`,
    commit: sha => `/commit/${sha}`,
    pullRequest: number => `/pulls/${number}`,
    lineFragment: 'L{line}',
  },
  bitbucketCloud: {
    file: (revision, path) => `/src/${revision}/${path}`,
    commit: sha => `/commits/${sha}`,
    pullRequest: number => `/pull-requests/${number}`,
    lineFragment: 'lines-{line}',
  },
  bitbucketServer: {
    file: (revision, path) => `/browse/${path}?at=${revision}`,
    commit: sha => `/commits/${sha}`,
    pullRequest: number => `/pull-requests/${number}`,
    lineFragment: '{line}',
  },
};

const noLinks: RepositoryLinks = {
  file: () => undefined,
  commit: () => undefined,
  pullRequest: () => undefined,
};

/**
 * The pages of a repository, by the forge that a module has for its host, else
 * by the kind of integration that is configured for it. Nothing is guessed
 * where there is neither.
 */
export function linksOf(
  url: string,
  integrations: ScmIntegrationRegistry,
  hosted: readonly HostedForge[] = [],
): RepositoryLinks {
  const web = webUrl(url);
  if (!web) return noLinks;
  const own = hosted.find(({ host }) => host === hostOf(web))?.pages;
  if (own) return pagesAt(web, own);
  const type = integrations.byUrl(web)?.type ?? '';
  if (!Object.hasOwn(forges, type)) return noLinks;
  const base = type === 'bitbucketServer' ? bitbucketServerUrl(web) : web;
  return pagesAt(base, forges[type]);
}

/** With the port, where it isn't the usual one. */
export function hostOf(url: string): string | undefined {
  const web = webUrl(url);
  return web && URL.canParse(web) ? new URL(web).host : undefined;
}

function pagesAt(base: string, pages: ForgePages): RepositoryLinks {
  return {
    file: (revision, path) =>
      isObjectId(revision)
        ? base +
          pages.file(
            revision,
            path.split('/').map(encodeURIComponent).join('/'),
          )
        : undefined,
    commit: sha => (isObjectId(sha) ? base + pages.commit(sha) : undefined),
    pullRequest: number => base + pages.pullRequest(number),
    ...(pages.lineFragment && { lineFragment: pages.lineFragment }),
  };
}

/** A link to show; only http and https lead anywhere a browser should go. */
export function safeHref(href: string | undefined): string | undefined {
  if (href === undefined || !URL.canParse(href)) return undefined;
  return ['http:', 'https:'].includes(new URL(href).protocol)
    ? href
    : undefined;
}

/** A remote's URL with nothing in it that lets anyone in. */
export function withoutCredentials(url: string): string {
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  if (!['http:', 'https:'].includes(parsed.protocol)) {
    parsed.password = '';
    return parsed.href;
  }
  if (!parsed.username && !parsed.password && !parsed.search) return url;
  parsed.username = '';
  parsed.password = '';
  parsed.search = '';
  return parsed.href;
}

/** The address that a browser knows the repository by. */
export function webUrl(url: string): string | undefined {
  const scp = url.includes('://')
    ? undefined
    : /^(?:[^@/:\\]+@)?([^@/:\\]{2,}):([^\\]+)$/.exec(url);
  if (scp) return trimmed(`https://${scp[1]}/${scp[2].replace(/^\/+/, '')}`);
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, host, pathname } = new URL(url);
  switch (protocol) {
    case 'http:':
    case 'https:':
      return trimmed(`${protocol}//${host}${pathname}`);
    case 'ssh:':
    case 'git+ssh:':
      return trimmed(`https://${hostname}${pathname}`);
    default:
      return undefined;
  }
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '').replace(/\.git$/, '');
}

/** `/scm/key/name` is for git; people look at `/projects/key/repos/name`. */
function bitbucketServerUrl(url: string): string {
  return url.replace(/\/scm\/(~?)([^/]+)\/([^/]+)$/, (_, personal, key, name) =>
    personal
      ? `/users/${key}/repos/${name}`
      : `/projects/${key.toLocaleUpperCase('en-US')}/repos/${name}`,
  );
}

function isObjectId(text: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(text);
}
