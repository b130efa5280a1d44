import { parseAllDocuments } from 'yaml';
import { ForgeEvent } from '../ForgeEvent';
import { isoTime } from '../git/CommitDetails';
import { fileChanges } from '../git/fileChanges';
import { HostedRepository } from '../HostedRepository';
import { checker, Hosting } from '../Hosting';
import { settleAutoMerges } from '../pulls/autoMerge';
import { PullRequest } from '../pulls/PullRequest';
import { CheckRun } from './Check';

/**
 * How long a check takes: some milliseconds, or until {@link
 * PullRequestChecks.finish} is called.
 */
export type CheckPace =
  | { readonly type: 'after'; readonly milliseconds: number }
  | { readonly type: 'held' };

interface Waiting {
  readonly repository: HostedRepository;
  readonly run: number;
  readonly request: number;
  readonly timer?: NodeJS.Timeout;
}

/** Files of charts look like YAML and aren't. */
const isTemplate = /(^|\/)templates\//;

/**
 * The forge's CI: whatever is proposed gets a check `lint`, which reads the
 * YAML that it changes.
 */
export class PullRequestChecks {
  readonly #pace: CheckPace;
  readonly #waiting = new Set<Waiting>();
  readonly #running = new Set<Promise<void>>();
  #isClosed = false;

  constructor(hosting: Hosting, pace: CheckPace) {
    this.#pace = pace;
    hosting.subscribe((repository, event) => this.#onEvent(repository, event));
  }

  /** Takes up what was pending when the forge was stopped. */
  async resume(repositories: readonly HostedRepository[]): Promise<void> {
    for (const repository of repositories) {
      const { checkRuns, pullRequests } = await repository.read();
      for (const run of checkRuns) {
        const request = pullRequests.find(({ headSha }) => headSha === run.sha);
        if (run.app !== checker || run.status === 'completed' || !request) {
          continue;
        }
        this.#wait(repository, request.number, run.id);
      }
    }
  }

  /** Finishes every check that is pending, and waits for it. */
  async finish(): Promise<void> {
    await this.settled();
    const waiting = [...this.#waiting];
    for (const one of waiting) this.#run(one);
    await this.settled();
  }

  /** Resolves when nothing is being started or finished. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { timer } of this.#waiting) clearTimeout(timer);
    this.#waiting.clear();
    await this.settled();
  }

  #onEvent(repository: HostedRepository, event: ForgeEvent) {
    const begins =
      event.type === 'pull_request' &&
      ['opened', 'synchronize', 'reopened'].includes(event.action);
    if (begins && !this.#isClosed) {
      this.#track(this.#begin(repository, event.request));
    }
  }

  async #begin(repository: HostedRepository, request: PullRequest) {
    const run = await repository.change(async work => {
      const { record } = work;
      record.lastId += 1;
      const begun: CheckRun = {
        ...{ id: record.lastId, sha: request.headSha, name: 'lint' },
        ...{ status: 'in_progress', startedAt: isoTime(Date.now()) },
        app: checker,
      };
      record.checkRuns.push(begun);
      work.emit({
        ...{ type: 'check_run', action: 'created' },
        ...{ run: begun, actor: checker },
      });
      return begun.id;
    });
    if (!this.#isClosed) this.#wait(repository, request.number, run);
  }

  #wait(repository: HostedRepository, request: number, run: number) {
    if (this.#pace.type === 'held') {
      this.#waiting.add({ repository, run, request });
      return;
    }
    const waiting: Waiting = {
      ...{ repository, run, request },
      timer: setTimeout(() => this.#run(waiting), this.#pace.milliseconds),
    };
    this.#waiting.add(waiting);
  }

  #run(waiting: Waiting) {
    clearTimeout(waiting.timer);
    this.#waiting.delete(waiting);
    this.#track(complete(waiting));
  }

  #track(work: Promise<void>) {
    const tracked = work
      .catch(error => {
        process.stderr.write(`A check could not be run: ${error}\n`);
      })
      .finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }
}

async function complete({ repository, run: id, request: number }: Waiting) {
  const { pullRequests, checkRuns } = await repository.read();
  const request = pullRequests.find(each => each.number === number);
  const run = checkRuns.find(each => each.id === id);
  if (!request || !run || run.status === 'completed') return;
  const complaints = await lint(repository, request, run.sha);
  await repository.change(async work => {
    const completed: CheckRun = {
      ...run,
      status: 'completed',
      conclusion: complaints.length > 0 ? 'failure' : 'success',
      completedAt: isoTime(Date.now()),
      title: complaints[0] ?? 'Every changed file can be read',
      summary: complaints.join('\n'),
    };
    work.record.checkRuns = work.record.checkRuns.map(each =>
      each.id === id ? completed : each,
    );
    work.emit({
      ...{ type: 'check_run', action: 'completed' },
      ...{ run: completed, actor: checker },
    });
    await settleAutoMerges(work);
  });
}

/** What can't be read of the YAML that a pull request changes. */
async function lint(
  { gitDirectory, objects, refs }: HostedRepository,
  request: PullRequest,
  head: string,
): Promise<string[]> {
  const base = await refs.mergeBase(request.baseSha, head);
  const changed = await fileChanges(gitDirectory, base, head);
  const complaints: string[] = [];
  for (const { path, status, sha } of changed) {
    const isYaml = /\.ya?ml$/.test(path) && !isTemplate.test(path);
    if (!isYaml || status === 'removed') continue;
    const text = (await objects.blob(sha)).toString('utf8');
    for (const { errors } of parseAllDocuments(text)) {
      complaints.push(
        ...errors.map(
          ({ message, linePos }) =>
            `${path}:${linePos?.[0].line ?? 1}: ${message.split('\n')[0]}`,
        ),
      );
    }
  }
  return complaints;
}
