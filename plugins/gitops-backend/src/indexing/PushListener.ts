import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { RepositoryConfig } from '@backstage-gitops/plugin-gitops-node';
import { EventParams, EventsService } from '@backstage/plugin-events-node';
import { z } from 'zod';
import { webUrl } from '../links/ForgeLinks';
import { repositoryTaskId } from './repositoryTaskId';

/** As the events modules of Backstage name the pushes of each forge. */
const pushTopics = [
  'github.push',
  'gitlab.push',
  'gitea.push',
  'bitbucketCloud.repo:push',
  'bitbucketServer.repo:refs_changed',
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

/**
 * Has a repository read at once when its forge tells of a push, instead of at
 * its next turn.
 */
export class PushListener {
  readonly #repositories: readonly RepositoryConfig[];
  readonly #scheduler: SchedulerService;
  readonly #logger: LoggerService;

  constructor(options: {
    repositories: readonly RepositoryConfig[];
    scheduler: SchedulerService;
    logger: LoggerService;
  }) {
    this.#repositories = options.repositories;
    this.#scheduler = options.scheduler;
    this.#logger = options.logger;
  }

  async subscribe(events: EventsService): Promise<void> {
    await events.subscribe({
      id: 'push',
      topics: pushTopics,
      onEvent: event => this.#onPush(event),
    });
  }

  async #onPush({ eventPayload }: EventParams): Promise<void> {
    const pushed = pushedUrls(eventPayload);
    for (const { id, url: configured } of this.#repositories) {
      if (!pushed.has(comparable(configured))) continue;
      try {
        await this.#scheduler.triggerTask(repositoryTaskId(id));
      } catch (error) {
        // Running already, or on another replica: its next turn is soon.
        this.#logger.debug('A push found its repository being read', {
          repository: id,
          reason: String(error),
        });
      }
    }
  }
}

function pushedUrls(payload: unknown): ReadonlySet<string> {
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
