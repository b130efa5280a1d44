import {
  CheckRun,
  CommitStatus,
  conclusions,
  outcomesOf,
} from '../../checks/Check';
import { isoTime } from '../../git/CommitDetails';
import { GithubError, notFound } from '../../GithubError';
import { Work } from '../../HostedRepository';
import { settleAutoMerges } from '../../pulls/autoMerge';
import { Fields } from '../Fields';
import {
  presentCheckRun,
  presentSimpleStatus,
  presentStatus,
} from '../present/presentChecks';
import { presentRepository, repositoryUrl } from '../present/presentRepository';
import {
  actorOf,
  Call,
  created,
  numberOf,
  ok,
  Reply,
  repositoryOf,
  Route,
  route,
} from '../Route';
import { knownCommit } from './commits';
import { writableOf } from './repositoryState';

const base = '/repos/:owner/:repo';

/** Check runs and commit statuses. */
export const checkRoutes: readonly Route[] = [
  route('GET', `${base}/commits/:ref/check-runs`, listCheckRuns),
  route('POST', `${base}/check-runs`, createCheckRun),
  route('PATCH', `${base}/check-runs/:id`, updateCheckRun),
  route('GET', `${base}/check-runs/:id`, async call => {
    const repository = await repositoryOf(call);
    const { checkRuns } = await repository.read();
    const run = checkRuns.find(({ id }) => id === numberOf(call, 'id'));
    if (!run) throw notFound();
    return ok(presentCheckRun(call.site, repository, run));
  }),
  route('GET', `${base}/commits/:ref/statuses`, async call => {
    const { repository, statuses } = await statusesOf(call);
    return {
      type: 'list',
      items: statuses.map(status =>
        presentStatus(call.site, repository, status),
      ),
    };
  }),
  route('GET', `${base}/commits/:ref/status`, readCombinedStatus),
  route('POST', `${base}/statuses/:ref`, createStatus),
];

async function listCheckRuns(call: Call): Promise<Reply> {
  const repository = await repositoryOf(call);
  const sha = await knownCommit(call, repository);
  const { checkRuns } = await repository.read();
  const name = call.query.get('check_name');
  const found = checkRuns.filter(
    run => run.sha === sha && (!name || run.name === name),
  );
  // Of runs of one name only the latest counts.
  const latest = [...new Map(found.map(run => [run.name, run])).values()];
  return {
    type: 'list',
    name: 'check_runs',
    items: latest.map(run => presentCheckRun(call.site, repository, run)),
  };
}

async function createCheckRun(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  const actor = actorOf(call);
  if (actor.type !== 'Bot') {
    throw new GithubError(403, 'You must authenticate via a GitHub App.');
  }
  const fields = new Fields('CheckRun', call.body);
  const sha = fields.string('head_sha');
  if ((await repository.objects.type(sha)) !== 'commit') {
    throw new GithubError(422, `No commit found for SHA: ${sha}`);
  }
  const run = await repository.change(async work => {
    work.record.lastId += 1;
    const begun: CheckRun = readRun(fields, {
      ...{ id: work.record.lastId, sha, name: fields.string('name') },
      ...{ status: 'queued', startedAt: isoTime(Date.now()) },
      app: actor.login,
    });
    work.record.checkRuns.push(begun);
    await tell(work, begun, actor.login);
    return begun;
  });
  return created(presentCheckRun(call.site, repository, run));
}

async function updateCheckRun(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  const actor = actorOf(call).login;
  const fields = new Fields('CheckRun', call.body);
  const run = await repository.change(async work => {
    const { checkRuns } = work.record;
    const present = checkRuns.find(({ id }) => id === numberOf(call, 'id'));
    if (!present) throw notFound();
    if (present.app !== actor) {
      throw new GithubError(403, 'Invalid app_id for this check run');
    }
    const changed = readRun(fields, present);
    work.record.checkRuns = checkRuns.map(each =>
      each.id === changed.id ? changed : each,
    );
    await tell(work, changed, actor);
    return changed;
  });
  return ok(presentCheckRun(call.site, repository, run));
}

async function tell(work: Work, run: CheckRun, actor: string) {
  const isDone = run.status === 'completed';
  const action = isDone ? 'completed' : 'created';
  work.emit({ type: 'check_run', action, run, actor });
  if (isDone) await settleAutoMerges(work);
}

/** A run with what a request says of it; a conclusion completes it. */
function readRun(fields: Fields, present: CheckRun): CheckRun {
  const conclusion = fields.choice('conclusion', conclusions);
  const status =
    conclusion === undefined
      ? fields.choice('status', ['queued', 'in_progress', 'completed']) ??
        present.status
      : 'completed';
  if (status === 'completed' && !(conclusion ?? present.conclusion)) {
    throw new GithubError(
      422,
      'Invalid request.\n\nMissing conclusion. The conclusion is required when a check run is completed.',
    );
  }
  const output = fields.object('output');
  return {
    ...present,
    status,
    ...(conclusion && { conclusion }),
    ...(status === 'completed' && {
      completedAt: fields.optionalString('completed_at') ?? isoTime(Date.now()),
    }),
    title: output?.optionalString('title') ?? present.title,
    summary: output?.optionalString('summary') ?? present.summary,
    externalId: fields.optionalString('external_id') ?? present.externalId,
    detailsUrl: fields.optionalString('details_url') ?? present.detailsUrl,
  };
}

/** Those of a commit, newest first. */
async function statusesOf(call: Call) {
  const repository = await repositoryOf(call);
  const sha = await knownCommit(call, repository);
  const { statuses } = await repository.read();
  const own = statuses.filter(status => status.sha === sha).reverse();
  return { repository, sha, statuses: own };
}

async function createStatus(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  const sha = await knownCommit(call, repository);
  const fields = new Fields('Status', call.body);
  const status = await repository.change(async work => {
    work.record.lastId += 1;
    const made: CommitStatus = {
      ...{ id: work.record.lastId, sha },
      context: fields.optionalString('context') ?? 'default',
      state:
        fields.choice('state', ['error', 'failure', 'pending', 'success']) ??
        'pending',
      description: fields.optionalString('description'),
      targetUrl: fields.optionalString('target_url'),
      createdAt: isoTime(Date.now()),
      creator: actorOf(call).login,
    };
    work.record.statuses.push(made);
    await settleAutoMerges(work);
    return made;
  });
  return created(presentStatus(call.site, repository, status));
}

/** `combined-commit-status`. */
async function readCombinedStatus(call: Call): Promise<Reply> {
  const { repository, sha, statuses } = await statusesOf(call);
  const latest = latestByContext(statuses);
  const states = outcomesOf(sha, { checkRuns: [], statuses: latest });
  const url = `${repositoryUrl(call.site, repository)}/commits/${sha}`;
  return ok({
    state: combine(states.map(({ state }) => state)),
    sha,
    total_count: latest.length,
    statuses: latest.map(status =>
      presentSimpleStatus(call.site, repository, status),
    ),
    repository: await presentRepository(call.site, repository),
    commit_url: url,
    url: `${url}/status`,
  });
}

function latestByContext(statuses: readonly CommitStatus[]): CommitStatus[] {
  const latest = new Map<string, CommitStatus>();
  for (const status of statuses) {
    if (!latest.has(status.context)) latest.set(status.context, status);
  }
  return [...latest.values()];
}

/** Where there is none, GitHub says "pending". */
function combine(states: readonly string[]): string {
  if (states.includes('failure')) return 'failure';
  return states.length === 0 || states.includes('pending')
    ? 'pending'
    : 'success';
}
