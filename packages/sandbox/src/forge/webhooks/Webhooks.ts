import { createHmac, randomUUID } from 'node:crypto';
import { presentLogin } from '../api/present/presentAccount';
import { presentCheckRun } from '../api/present/presentChecks';
import { presentCommit } from '../api/present/presentCommit';
import {
  presentPullRequest,
  presentReview,
} from '../api/present/presentPullRequest';
import { presentRepository } from '../api/present/presentRepository';
import { ForgeEvent } from '../ForgeEvent';
import { HostedRepository } from '../HostedRepository';
import { Hosting } from '../Hosting';
import { Site } from '../Site';
import { isLocalUrl } from './Hook';

/** Where events of every repository go. @public */
export interface HookTarget {
  readonly url: string;
  readonly secret?: string;
  readonly events: readonly string[];
}

/** Whoever needs longer does not get it. */
const patienceMilliseconds = 5_000;

const noCommit = '0'.repeat(40);
/** As many commits a push tells at most. */
const toldCommits = 20;

/**
 * Tells hooks what happened, one event after the other. Where nobody listens,
 * an event is dropped: a forge goes on without its listeners.
 */
export class Webhooks {
  readonly #site: Site;
  readonly #targets: readonly HookTarget[];
  readonly #stopping = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: {
    readonly hosting: Hosting;
    readonly site: Site;
    readonly targets: readonly HookTarget[];
  }) {
    this.#site = options.site;
    this.#targets = options.targets.filter(({ url }) => isLocalUrl(url));
    options.hosting.subscribe((repository, event) => {
      this.#last = this.#last
        .then(() => this.#tell(repository, event))
        .catch(error => {
          process.stderr.write(`A hook could not be told: ${error}\n`);
        });
    });
  }

  /** Resolves when everything that happened has been told. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#last;
  }

  async #tell(repository: HostedRepository, event: ForgeEvent) {
    const { hooks } = await repository.read();
    const own = hooks.filter(
      hook =>
        hook.active &&
        (event.type === 'ping'
          ? hook.id === event.hook
          : listens(hook.events, event.type)),
    );
    const others = this.#targets.filter(target =>
      listens(target.events, event.type),
    );
    const targets = [...own, ...others];
    if (targets.length === 0) return;
    const payload = await payloadOf(this.#site, repository, event);
    const body = JSON.stringify(payload);
    for (const target of targets) await this.#deliver(target, event.type, body);
  }

  async #deliver(
    { url, secret }: Pick<HookTarget, 'url' | 'secret'>,
    event: string,
    body: string,
  ) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'GitHub-Hookshot/sandbox',
          'x-github-event': event,
          'x-github-delivery': randomUUID(),
          ...(secret && {
            'x-hub-signature-256': `sha256=${createHmac('sha256', secret)
              .update(body)
              .digest('hex')}`,
          }),
        },
        body,
        signal: AbortSignal.any([
          this.#stopping.signal,
          AbortSignal.timeout(patienceMilliseconds),
        ]),
      });
      await response.body?.cancel();
    } catch {
      // Nobody listens, or not fast enough.
    }
  }
}

function listens(events: readonly string[], type: string): boolean {
  return events.includes('*') || events.includes(type);
}

async function payloadOf(
  site: Site,
  repository: HostedRepository,
  event: ForgeEvent,
) {
  const common = {
    repository: await presentRepository(site, repository),
    sender: presentLogin(site, event.actor),
  };
  switch (event.type) {
    case 'push':
      return { ...(await pushPayload(site, repository, event)), ...common };
    case 'pull_request':
      return {
        action: event.action,
        number: event.request.number,
        pull_request: await presentPullRequest(site, repository, event.request),
        ...common,
      };
    case 'pull_request_review':
      return {
        action: event.action,
        review: presentReview(site, repository, event),
        pull_request: await presentPullRequest(site, repository, event.request),
        ...common,
      };
    case 'check_run':
      return {
        action: event.action,
        check_run: presentCheckRun(site, repository, event.run),
        ...common,
      };
    default:
      return {
        zen: 'Keep it logically awesome.',
        hook_id: event.hook,
        ...common,
      };
  }
}

async function pushPayload(
  site: Site,
  repository: HostedRepository,
  event: Extract<ForgeEvent, { type: 'push' }>,
) {
  const { ref, before, after, actor } = event;
  const shas =
    after === undefined
      ? []
      : await repository.refs.log({
          from: after,
          without: before,
          limit: toldCommits,
        });
  const commits = await Promise.all(
    shas.reverse().map(async sha => {
      const commit = await repository.objects.commit(sha);
      const { html_url: url } = presentCommit(site, repository, commit);
      return {
        ...{ id: sha, tree_id: commit.tree, message: commit.message, url },
        timestamp: commit.committer.date,
        author: commit.author,
        committer: commit.committer,
      };
    }),
  );
  return {
    ref,
    before: before ?? noCommit,
    after: after ?? noCommit,
    created: before === undefined,
    deleted: after === undefined,
    forced: false,
    base_ref: null,
    commits,
    head_commit: commits[commits.length - 1] ?? null,
    pusher: { name: actor },
  };
}
