import { isoTime } from '../../git/CommitDetails';
import { invalid, notFound } from '../../GithubError';
import { HostedRepository, Work } from '../../HostedRepository';
import { Comment, PullRequest } from '../../pulls/PullRequest';
import { Label, replacePullRequest } from '../../RepositoryRecord';
import { nodeId, Site } from '../../Site';
import { Fields } from '../Fields';
import { presentLogin } from '../present/presentAccount';
import { presentLabel } from '../present/presentLabel';
import { repositoryPage, repositoryUrl } from '../present/presentRepository';
import {
  actorOf,
  Call,
  created,
  Reply,
  repositoryOf,
  Route,
  route,
} from '../Route';
import { changePullRequest, pullRequestOf } from './pulls';
import { writableOf } from './repositoryState';

const base = '/repos/:owner/:repo';

/** What pull requests share with issues, of which there are no others. */
export const issueRoutes: readonly Route[] = [
  route('GET', `${base}/labels`, async call => {
    const repository = await repositoryOf(call);
    const { labels } = await repository.read();
    return labelList(call, repository, labels);
  }),
  route('POST', `${base}/labels`, createLabel),
  route('GET', `${base}/issues/:number/labels`, async call => {
    const { repository, request } = await pullRequestOf(call);
    const { labels } = await repository.read();
    return labelList(call, repository, own(labels, request));
  }),
  route('POST', `${base}/issues/:number/labels`, call =>
    setLabels(call, (present, named) => [...present, ...named]),
  ),
  route('PUT', `${base}/issues/:number/labels`, call =>
    setLabels(call, (_, named) => named),
  ),
  route('DELETE', `${base}/issues/:number/labels/:name`, async call => {
    const { name } = call.path;
    const { repository, result } = await changePullRequest(
      call,
      async (work, request) => {
        if (!request.labels.includes(name)) throw notFound();
        const left = request.labels.filter(label => label !== name);
        return labelled(work, request, { labels: left, call });
      },
    );
    return labelList(call, repository, result);
  }),
  route('GET', `${base}/issues/:number/comments`, async call => {
    const { repository, request } = await pullRequestOf(call);
    return {
      type: 'list',
      items: request.comments.map(comment =>
        presentComment(call.site, repository, { request, comment }),
      ),
    };
  }),
  route('POST', `${base}/issues/:number/comments`, addComment),
];

const plainColor = 'ededed';

function own(labels: readonly Label[], request: PullRequest): Label[] {
  return labels.filter(({ name }) => request.labels.includes(name));
}

function labelList(
  { site }: Call,
  repository: HostedRepository,
  labels: readonly Label[],
): Reply {
  return {
    type: 'list',
    items: labels.map(label => presentLabel(site, repository, label)),
  };
}

async function createLabel(call: Call): Promise<Reply> {
  const repository = await writableOf(call);
  const fields = new Fields('Label', call.body);
  const color = fields.optionalString('color') ?? plainColor;
  if (!/^[0-9a-f]{6}$/i.test(color)) {
    throw invalid({ resource: 'Label', field: 'color', code: 'invalid' });
  }
  const label = {
    name: fields.string('name'),
    color,
    description: fields.optionalString('description'),
  };
  await repository.change(async ({ record }) => {
    if (record.labels.some(({ name }) => name === label.name)) {
      throw invalid({
        ...{ resource: 'Label', field: 'name', code: 'already_exists' },
      });
    }
    record.labels.push(label);
  });
  return created(presentLabel(call.site, repository, label));
}

async function setLabels(
  call: Call,
  combine: (
    present: readonly string[],
    named: readonly string[],
  ) => readonly string[],
): Promise<Reply> {
  const named = new Fields('Label', call.body).strings('labels');
  const { repository, result } = await changePullRequest(
    call,
    async (work, request) => {
      const labels = [...new Set(combine(request.labels, named))];
      return labelled(work, request, { labels, call });
    },
  );
  return labelList(call, repository, result);
}

/** A label that the repository doesn't have yet is made. */
function labelled(
  work: Work,
  request: PullRequest,
  { labels, call }: { readonly labels: readonly string[]; readonly call: Call },
): Label[] {
  const { record } = work;
  for (const name of labels) {
    if (!record.labels.some(label => label.name === name)) {
      record.labels.push({ name, color: plainColor });
    }
  }
  const updatedAt = isoTime(Date.now());
  const changed: PullRequest = { ...request, labels, updatedAt };
  replacePullRequest(record, changed);
  work.emit({
    ...{ type: 'pull_request', action: 'labeled', request: changed },
    actor: actorOf(call).login,
  });
  return own(record.labels, changed);
}

async function addComment(call: Call): Promise<Reply> {
  const body = new Fields('IssueComment', call.body).string('body');
  const user = actorOf(call).login;
  const { repository, result } = await changePullRequest(
    call,
    async ({ record }, request) => {
      record.lastId += 1;
      const createdAt = isoTime(Date.now());
      const comment = { id: record.lastId, user, body, createdAt };
      replacePullRequest(record, {
        ...request,
        updatedAt: createdAt,
        comments: [...request.comments, comment],
      });
      return { request, comment };
    },
  );
  return created(presentComment(call.site, repository, result));
}

/** `issue-comment`. */
function presentComment(
  site: Site,
  repository: HostedRepository,
  { request, comment }: { readonly request: PullRequest; comment: Comment },
) {
  const api = repositoryUrl(site, repository);
  const page = repositoryPage(site, repository);
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${page}/pull/${request.number}#comment-${comment.id}`,
    issue_url: `${api}/issues/${request.number}`,
    body: comment.body,
    user: presentLogin(site, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
    author_association: 'MEMBER',
  };
}
