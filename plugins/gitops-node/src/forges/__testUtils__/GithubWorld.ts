import { z } from 'zod';
import { GithubForge } from '../github/GithubForge';
import { ForgeWorld, StartedForge } from './ForgeWorld';
import { GithubEmulator } from './GithubEmulator';
import { exists, fileOf, headOf, PlainApi } from './PlainApi';

export const tokens: Readonly<Record<string, string>> = {
  'gitops-bot': 'gho_ofTheBot',
  lena: 'gho_ofLena',
};

/** Each has a budget of 5,000 requests, which would not last. */
const botTokens = ['1', '2', '3', '4'].map(it => tokens['gitops-bot'] + it);

const shaSchema = z.object({ sha: z.string() });
const commitSchema = z.object({
  message: z.string(),
  tree: shaSchema,
  parents: z.array(shaSchema),
});
const pullsSchema = z.array(
  z.object({
    number: z.number(),
    state: z.string(),
    head: z.object({ ref: z.string() }),
    labels: z.array(z.object({ name: z.string() })),
  }),
);

/** GitHub by the package `emulate`, which nobody here wrote. */
export async function startGithub(): Promise<
  StartedForge & { readonly emulator: GithubEmulator }
> {
  const emulator = await GithubEmulator.start({
    tokens: {
      ...Object.fromEntries(
        botTokens.map(token => [
          token,
          { login: 'gitops-bot', scopes: ['repo', 'admin:org'] },
        ]),
      ),
      [tokens.lena]: { login: 'lena', scopes: ['repo', 'admin:org'] },
    },
    github: {
      users: [{ login: 'gitops-bot' }, { login: 'lena' }],
      orgs: [
        {
          login: 'quillmoor',
          members: [
            { login: 'gitops-bot', role: 'admin' },
            { login: 'lena', role: 'admin' },
          ],
        },
      ],
      repos: [
        {
          owner: 'quillmoor',
          name: 'config',
          auto_init: true,
          default_branch: 'main',
        },
      ],
    },
  });
  let count = 0;
  return {
    emulator,
    next: async () => {
      await emulator.reset();
      count += 1;
      return githubWorld(
        emulator.url,
        'https://github.com/quillmoor/config.git',
        botTokens[count % botTokens.length],
      );
    },
    stop: () => emulator.close(),
  };
}

/** A repository by GitHub's API, at its address for Git. */
export function githubWorld(
  url: string,
  repositoryUrl: string,
  botToken = tokens['gitops-bot'],
): ForgeWorld {
  const api = new PlainApi(url, user => `Bearer ${tokens[user]}`);
  const { host, pathname } = new URL(repositoryUrl);
  const own = `/repos${pathname.replace(/\.git$/, '')}`;
  return {
    repositoryUrl,
    host,
    owner: 'quillmoor',
    personToken: tokens.lena,
    forge: ({ token = botToken, fetch: send, patient } = {}) =>
      new GithubForge({
        apiBaseUrl: url,
        unpaced: !patient,
        token: async () => token,
        ...(send && { fetch: send }),
      }),
    commit: (branch, files) => commitTo(api, own, branch, files),
    file: (revision, path) => fileOf(api, own, revision, path),
    commitOf: async id => {
      const { message, parents } = await api.ask(
        commitSchema,
        'GET',
        `${own}/git/commits/${id}`,
      );
      return { message, parents: parents.map(({ sha }) => sha) };
    },
    hasBranch: branch =>
      exists(() => api.tell('GET', `${own}/git/ref/heads/${branch}`)),
    pullRequests: async () => {
      const pulls = await api.ask(
        pullsSchema,
        'GET',
        `${own}/pulls?state=all&per_page=100`,
      );
      return pulls.map(({ number, head, state, labels }) => ({
        number,
        sourceBranch: head.ref,
        isOpen: state === 'open',
        labels: labels.map(label => label.name),
      }));
    },
    status: (commit, context, state) =>
      api.tell('POST', `${own}/check-runs`, {
        head_sha: commit,
        name: context,
        ...(state === 'pending'
          ? { status: 'in_progress' }
          : { status: 'completed', conclusion: 'success' }),
      }),
    review: (number, verdict) =>
      api.tell('POST', `${own}/pulls/${number}/reviews`, {
        event: verdict === 'approved' ? 'APPROVE' : 'REQUEST_CHANGES',
        body: 'So it is.',
      }),
    merge: number => api.tell('PUT', `${own}/pulls/${number}/merge`, {}),
    messages: async name => {
      const commits = await api.ask(
        z.array(z.object({ commit: z.object({ message: z.string() }) })),
        'GET',
        `/repos/quillmoor/${name}/commits`,
      );
      return commits.map(({ commit }) => commit.message);
    },
  };
}

async function commitTo(
  api: PlainApi,
  own: string,
  branch: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const head = await headOf(api, own, branch);
  const base = await api.ask(commitSchema, 'GET', `${own}/git/commits/${head}`);
  const tree = await api.ask(shaSchema, 'POST', `${own}/git/trees`, {
    body: {
      base_tree: base.tree.sha,
      tree: Object.entries(files).map(([path, content]) => ({
        path,
        content,
        mode: '100644',
        type: 'blob',
      })),
    },
  });
  const made = await api.ask(shaSchema, 'POST', `${own}/git/commits`, {
    body: { message: 'Change it', tree: tree.sha, parents: [head] },
  });
  await api.tell('PATCH', `${own}/git/refs/heads/${branch}`, { sha: made.sha });
  return made.sha;
}
