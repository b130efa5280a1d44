import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';

/** A wait longer than this is told instead of kept. */
const longestWaitSeconds = 60;
const retries = 2;

/** 429: the throttling waits for it, or it is told. */
const final = [400, 401, 403, 404, 410, 422, 429, 451];

const PatientOctokit = Octokit.plugin(retry, throttling);

/** @public */
export interface GithubAccess {
  /** Such as `https://api.github.com` or `https://HOST/api/v3`. */
  readonly apiBaseUrl: string;
  readonly token?: string;
  readonly fetch?: typeof fetch;
  /** Neither keeps a distance between writes nor repeats them. */
  readonly unpaced?: boolean;
}

/**
 * GitHub's client: it keeps the distance between writes that GitHub asks for
 * (one second, three where people are notified), waits where the forge asks it to (primary and secondary
 * limits, at most a minute), and repeats what a failing server left unanswered.
 */
export function createOctokit({
  apiBaseUrl,
  token,
  fetch,
  unpaced,
}: GithubAccess): Octokit {
  const isWorthWaiting = (seconds: number, count: number) =>
    seconds <= longestWaitSeconds && count < retries;
  return new PatientOctokit({
    baseUrl: apiBaseUrl,
    ...(token !== undefined && { auth: token }),
    ...(fetch !== undefined && { request: { fetch } }),
    userAgent: 'backstage-gitops',
    retry: { enabled: !unpaced, retries, doNotRetry: final },
    throttle: {
      enabled: !unpaced,
      onRateLimit: (seconds, _options, _octokit, count) =>
        isWorthWaiting(seconds, count),
      onSecondaryRateLimit: (seconds, _options, _octokit, count) =>
        isWorthWaiting(seconds, count),
    },
    // What it would log are requests, with what they carry.
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
}
