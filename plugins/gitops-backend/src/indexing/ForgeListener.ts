import { RepositoryConfig } from '@backstage-gitops/plugin-gitops-node';
import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { EventParams, EventsService } from '@backstage/plugin-events-node';
import { setTimeout as timeout } from 'node:timers/promises';
import { z } from 'zod';
import { webUrl } from '../links/ForgeLinks';
import { proposalTaskId } from './proposalTaskId';
import { repositoryTaskId } from './repositoryTaskId';

/** As the events modules of Backstage name the pushes of each forge. */
const pushTopics = [
  'github.push',
  'gitlab.push',
  'gitea.push',
  'bitbucketCloud.repo:push',
  'bitbucketServer.repo:refs_changed',
];

/** Whatever may move a pull request on its way. */
const pullRequestTopics = [
  'github.pull_request',
  'github.pull_request_review',
  'github.check_run',
  'github.status',
  'gitlab.merge_request',
  'gitlab.pipeline',
  'gitea.pull_request',
  'gitea.pull_request_approved',
  'gitea.pull_request_rejected',
  'gitea.status',
];

const url = z.string().max(2_000).optional().catch(undefined);
const link = z.object({ href: url }).partial().optional().catch(undefined);

/** Where the forges' payloads tell the repository's addresses. */
const payloadSchema = z.object({
  repository: z
    .object({
      clone_url: url,
      html_url: url,
      ssh_url: url,
      git_http_url: url,
      git_ssh_url: url,
      homepage: url,
      links: z.object({ html: link }).partial().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  project: z
    .object({ web_url: url, git_http_url: url, git_ssh_url: url })
    .optional()
    .catch(undefined),
});

/** A task that is at work is asked again so often, and so soon. */
const maximumAttempts = 30;
const pauseMs = 1_000;

/** The part of the registry that news are held against. */
export interface TellableRepositories {
  readonly entries: ReadonlyMap<
    string,
    { readonly config: Pick<RepositoryConfig, 'id' | 'url' | 'upstream'> }
  >;
}

/**
 * Has a repository read, or its proposals followed, at once when its forge
 * tells of news, instead of at the next turn.
 */
export class ForgeListener {
  readonly #repositories: TellableRepositories;
  readonly #scheduler: SchedulerService;
  readonly #logger: LoggerService;
  readonly #delay: (ms: number) => Promise<unknown>;
  readonly #asking = new Set<string>();

  constructor(options: {
    repositories: TellableRepositories;
    scheduler: SchedulerService;
    logger: LoggerService;
    delay?: (ms: number) => Promise<unknown>;
  }) {
    this.#repositories = options.repositories;
    this.#scheduler = options.scheduler;
    this.#logger = options.logger;
    this.#delay =
      options.delay ?? (ms => timeout(ms, undefined, { ref: false }));
  }

  async subscribe(events: EventsService): Promise<void> {
    await events.subscribe({
      id: 'push',
      topics: pushTopics,
      onEvent: event => this.#trigger(event, repositoryTaskId),
    });
    await events.subscribe({
      id: 'pull-request',
      topics: pullRequestTopics,
      onEvent: event => this.#trigger(event, proposalTaskId),
    });
  }

  async #trigger(
    { eventPayload }: EventParams,
    taskOf: (repositoryId: string) => string,
  ): Promise<void> {
    const told = toldUrls(eventPayload);
    for (const { config } of this.#repositories.entries.values()) {
      const { id, url: read, upstream = read } = config;
      if (!told.has(comparable(read)) && !told.has(comparable(upstream))) {
        continue;
      }
      const task = taskOf(id);
      if (!(await this.#begins(task))) this.#askAgain(task);
    }
  }

  /** Whoever brings the news doesn't wait for that. */
  #askAgain(task: string): void {
    if (this.#asking.has(task)) return;
    this.#asking.add(task);
    this.#untilItBegins(task)
      .catch(error =>
        this.#logger.warn(`${task} can't be begun`, { reason: String(error) }),
      )
      .finally(() => this.#asking.delete(task));
  }

  async #untilItBegins(task: string): Promise<void> {
    for (let attempt = 1; attempt < maximumAttempts; attempt += 1) {
      await this.#delay(pauseMs);
      if (await this.#begins(task)) return;
    }
  }

  /**
   * False for a task that is at work, here or on another replica: it may have
   * looked before the news came.
   */
  async #begins(task: string): Promise<boolean> {
    try {
      await this.#scheduler.triggerTask(task);
    } catch (error) {
      if (isError(error) && error.name === 'ConflictError') return false;
      this.#logger.warn(`${task} can't be begun`, { reason: String(error) });
    }
    return true;
  }
}

function toldUrls(payload: unknown): ReadonlySet<string> {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) return new Set();
  const { repository, project } = parsed.data;
  const { links, ...addresses } = repository ?? {};
  return new Set(
    [
      ...Object.values(addresses),
      links?.html?.href,
      ...Object.values(project ?? {}),
    ].flatMap(address => (address ? [comparable(address)] : [])),
  );
}

/** The same for every address that a repository is known by. */
function comparable(address: string): string {
  const web = webUrl(address) ?? address;
  return web.replace(/^https?:\/\//, '').toLocaleLowerCase('en-US');
}
