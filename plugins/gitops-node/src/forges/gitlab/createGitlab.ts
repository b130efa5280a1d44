import { createRequesterFn, RequestOptions } from '@gitbeaker/requester-utils';
import {
  Branches,
  Commits,
  MergeRequestApprovals,
  MergeRequests,
  Namespaces,
  Projects,
  ProtectedBranches,
  Repositories,
  Users,
} from '@gitbeaker/rest';
import { z } from 'zod';
import { ApiFailure } from '../remote/ApiFailure';
import { patientFetch } from '../remote/patientFetch';
import { retryAt } from '../remote/retryAt';

/** @public */
export interface GitlabAccess {
  /** Such as `https://gitlab.com/api/v4`. */
  readonly apiBaseUrl: string;
  readonly token?: string;
  readonly fetch?: typeof fetch;
  /** Waits before something is asked again. */
  readonly delay?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

export type Gitlab = ReturnType<typeof createGitlab>;

/**
 * GitLab's client, for as much of it as is asked. What it sends goes out
 * patiently: its own way repeats a refused request ten times within seconds.
 */
export function createGitlab(access: GitlabAccess, signal?: AbortSignal) {
  const options = {
    host: access.apiBaseUrl,
    // Takes personal, project and group tokens as well as those of OAuth.
    ...(access.token !== undefined && { oauthToken: access.token }),
    requesterFn: createRequesterFn(
      async (_, request) => request,
      (endpoint, request) => send(access, signal, endpoint, request),
    ),
    // Neither counts in advance nor sets timers: the sender does what is needed.
    rateLimits: {},
    queryTimeout: null,
  };
  return {
    branches: new Branches(options),
    commits: new Commits(options),
    mergeRequestApprovals: new MergeRequestApprovals(options),
    mergeRequests: new MergeRequests(options),
    namespaces: new Namespaces(options),
    projects: new Projects(options),
    protectedBranches: new ProtectedBranches(options),
    repositories: new Repositories(options),
    users: new Users(options),
  };
}

async function send(
  access: GitlabAccess,
  signal: AbortSignal | undefined,
  endpoint: string,
  { method, headers, body, searchParams }: RequestOptions = {},
) {
  const url = new URL(`${access.apiBaseUrl.replace(/\/+$/, '')}/${endpoint}`);
  url.search = searchParams ?? '';
  const response = await patientFetch(access)(url, {
    ...(method !== undefined && { method }),
    ...(headers !== undefined && { headers }),
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new ApiFailure(
      response.status,
      reasonOf(text, response),
      retryAt(name => response.headers.get(name) ?? undefined),
    );
  }
  return {
    body: text === '' ? null : JSON.parse(text),
    headers: Object.fromEntries(response.headers),
    status: response.status,
  };
}

const failureSchema = z.object({
  message: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** Why: a sentence, some of them, or some for each attribute. */
function reasonOf(text: string, { status, statusText }: Response): string {
  try {
    const { message, error } = failureSchema.parse(JSON.parse(text));
    const reason = message ?? error;
    if (reason !== undefined) {
      return typeof reason === 'string' ? reason : JSON.stringify(reason);
    }
  } catch {
    // Some proxy's page.
  }
  return `${status} ${statusText}`;
}
