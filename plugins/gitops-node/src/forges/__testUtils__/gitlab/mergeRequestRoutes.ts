import { z } from 'zod';
import { notFound, ofProject, Query, Route, StandIn } from './Route';
import { StandInMergeRequest, StandInProject } from './StandInProject';

type MergeRequestRun = (
  request: StandInMergeRequest,
  project: StandInProject,
  query: Query & { readonly gitlab: StandIn },
) => unknown;

function ofMergeRequest(method: string, path: string, run: MergeRequestRun) {
  return ofProject(
    method,
    `/merge_requests/:iid${path}`,
    (project, query, iid) => {
      const found = project.mergeRequests.find(it => `${it.iid}` === iid);
      if (found === undefined) throw notFound('Merge Request');
      return run(found, project, query);
    },
  );
}

function describeMergeRequest(
  request: StandInMergeRequest,
  project: StandInProject,
  gitlab: StandIn,
) {
  const status = project.mergeStatus(request);
  return {
    iid: request.iid,
    web_url: `${gitlab.url}/${project.path}/-/merge_requests/${request.iid}`,
    title: request.title,
    description: request.description,
    state: request.state,
    draft: request.title.startsWith('Draft:'),
    author: request.author,
    labels: request.labels,
    source_branch: request.sourceBranch,
    target_branch: request.targetBranch,
    sha: request.sha,
    merge_commit_sha: request.mergeCommit ?? null,
    squash_commit_sha: null,
    detailed_merge_status: status,
    has_conflicts: status === 'conflict',
    merge_when_pipeline_succeeds: request.autoMerge,
    reviewers: request.reviewers.map(({ user }) => user),
    merge_user: request.mergeUser ?? null,
    merged_at: request.mergedAt ?? null,
    created_at: request.createdAt,
    updated_at: request.updatedAt,
  };
}

const createMergeRequestSchema = z.object({
  source_branch: z.string(),
  target_branch: z.string(),
  title: z.string(),
  description: z.string(),
});

const editSchema = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  state_event: z.enum(['close', 'reopen']).optional(),
  add_labels: z.string().optional(),
  reviewer_ids: z.array(z.number()).optional(),
});

function edit(
  request: StandInMergeRequest,
  { body, gitlab }: Query & { readonly gitlab: StandIn },
  project: StandInProject,
): void {
  const change = editSchema.parse(body);
  request.title = change.title ?? request.title;
  request.description = change.description ?? request.description;
  if (change.state_event === 'close') request.state = 'closed';
  const labels = change.add_labels?.split(',') ?? [];
  request.labels = [...new Set([...request.labels, ...labels])];
  const { reviewer_ids: ids } = change;
  if (ids !== undefined) {
    request.reviewers = gitlab.users
      .filter(({ id }) => ids.includes(id))
      .map(
        user =>
          request.reviewers.find(it => it.user.id === user.id) ?? {
            user,
            state: 'unreviewed',
          },
      );
  }
  request.updatedAt = project.now();
}

export const mergeRequestRoutes: readonly Route[] = [
  ofProject('GET', '/merge_requests', (project, { search, gitlab }) => {
    const matches = (name: string, value: string) =>
      (search.get(name) ?? value) === value;
    const order = search.get('order_by') === 'updated_at';
    return project.mergeRequests
      .filter(
        it =>
          matches('state', it.state) &&
          matches('source_branch', it.sourceBranch) &&
          matches('target_branch', it.targetBranch),
      )
      .sort((a, b) => {
        const [one, other] = order
          ? [a.updatedAt, b.updatedAt]
          : [a.createdAt, b.createdAt];
        return one < other ? 1 : -1;
      })
      .map(it => describeMergeRequest(it, project, gitlab));
  }),
  ofProject('POST', '/merge_requests', (project, { body, user, gitlab }) => {
    const asked = createMergeRequestSchema.parse(body);
    const made = project.open(user, {
      sourceBranch: asked.source_branch,
      targetBranch: asked.target_branch,
      title: asked.title,
      description: asked.description,
    });
    return describeMergeRequest(made, project, gitlab);
  }),
  ofMergeRequest('GET', '', (request, project, { gitlab }) =>
    describeMergeRequest(request, project, gitlab),
  ),
  ofMergeRequest('PUT', '', (request, project, query) => {
    edit(request, query, project);
    return describeMergeRequest(request, project, query.gitlab);
  }),
  ofMergeRequest(
    'PUT',
    '/merge',
    (request, project, { body, user, gitlab }) => {
      const pending = [...(project.statuses.get(request.sha)?.values() ?? [])];
      const isWaiting = JSON.stringify(pending).includes('"pending"');
      if (body.merge_when_pipeline_succeeds === true && isWaiting) {
        request.autoMerge = true;
      } else project.merge(request, user);
      return describeMergeRequest(request, project, gitlab);
    },
  ),
  ofMergeRequest('GET', '/diffs', (request, { history }) =>
    history
      .changed(request.sha, request.targetBranch)
      .map(path => ({ old_path: path, new_path: path })),
  ),
  ofMergeRequest('GET', '/approvals', request => ({
    approved_by: request.approvedBy.map(user => ({ user })),
  })),
  ofMergeRequest('GET', '/reviewers', request => request.reviewers),
  ofMergeRequest('POST', '/approve', (request, project, { user }) => {
    request.approvedBy.push(user);
    request.updatedAt = project.now();
    return {};
  }),
];
