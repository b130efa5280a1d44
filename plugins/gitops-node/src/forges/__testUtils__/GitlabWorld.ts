import { z } from 'zod';
import { GitlabForge } from '../gitlab/GitlabForge';
import { ForgeWorld, StartedForge } from './ForgeWorld';
import { GitlabStandIn } from './gitlab/GitlabStandIn';
import { StandInProject } from './gitlab/StandInProject';
import { PlainApi } from './PlainApi';

const tokens: Readonly<Record<string, string>> = {
  'gitops-bot': 'glpat-ofTheBot',
  lena: 'glpat-ofLena',
};

export interface StartedGitlab extends StartedForge {
  readonly gitlab: GitlabStandIn;
}

/** The stand-in, where each world is a project in nested groups. */
export async function startGitlab(): Promise<StartedGitlab> {
  const gitlab = await GitlabStandIn.start({
    tokens: Object.fromEntries(
      Object.entries(tokens).map(([user, token]) => [token, user]),
    ),
    namespaces: ['quillmoor/platform', 'gitops-bot'],
  });
  let count = 0;
  return {
    gitlab,
    next: async () => {
      count += 1;
      const path = `quillmoor/platform/config-${count}`;
      const project = gitlab.addProject(path);
      for (const message of ['Initial commit', 'Go on']) {
        project.commit({
          branch: 'main',
          commit_message: message,
          actions: [],
        });
      }
      return gitlabWorld(gitlab, project);
    },
    stop: () => gitlab.stop(),
  };
}

function gitlabWorld(
  gitlab: GitlabStandIn,
  project: StandInProject,
): ForgeWorld {
  const { history } = project;
  const own = `/projects/${encodeURIComponent(project.path)}`;
  const api = new PlainApi(
    `${gitlab.url}/api/v4`,
    user => `Bearer ${tokens[user]}`,
  );
  return {
    repositoryUrl: `${gitlab.url}/${project.path}.git`,
    host: new URL(gitlab.url).host,
    owner: 'quillmoor/platform',
    personToken: tokens.lena,
    forge: ({ token = tokens['gitops-bot'], fetch: send } = {}) =>
      new GitlabForge({
        apiBaseUrl: `${gitlab.url}/api/v4`,
        token: async () => token,
        delay: async () => undefined,
        ...(send && { fetch: send }),
      }),
    commit: async (branch, files) =>
      project.commit({
        branch,
        commit_message: 'Change it',
        actions: Object.entries(files).map(([path, content]) => ({
          action: history.get(branch).files.has(path) ? 'update' : 'create',
          file_path: path,
          content,
        })),
      }).id,
    file: async (revision, path) => history.get(revision).files.get(path),
    commitOf: async id => {
      const { message, parents } = history.get(id);
      return { message, parents: [...parents] };
    },
    hasBranch: async branch => history.branches.has(branch),
    pullRequests: async () =>
      project.mergeRequests.map(({ iid, sourceBranch, state, labels }) => ({
        number: iid,
        sourceBranch,
        isOpen: state === 'opened',
        labels,
      })),
    status: (commit, name, state) =>
      api.tell('POST', `${own}/statuses/${commit}`, { name, state }),
    review: async (number, verdict) => {
      if (verdict === 'approved') {
        await api.tell('POST', `${own}/merge_requests/${number}/approve`);
        return;
      }
      // No call of the API does it: it is part of a review on the page.
      const request = project.mergeRequests[number - 1];
      for (const reviewer of request.reviewers) {
        reviewer.state = 'requested_changes';
      }
      request.updatedAt = project.now();
    },
    merge: async number => {
      await api.ask(
        z.unknown(),
        'PUT',
        `${own}/merge_requests/${number}/merge`,
        { body: {} },
      );
    },
    messages: async name =>
      (gitlab.projects.get(`quillmoor/platform/${name}`)?.history ?? history)
        .log('main')
        .map(({ message }) => message),
  };
}
