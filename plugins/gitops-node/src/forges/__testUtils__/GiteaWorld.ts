import { setTimeout as delay } from 'node:timers/promises';
import { GiteaServer, GiteaUser } from '@backstage-gitops/envtest';
import { z } from 'zod';
import { GiteaForge } from '../gitea/GiteaForge';
import { ForgeWorld, StartedForge } from './ForgeWorld';
import { exists, fileOf, PlainApi } from './PlainApi';

/** A busy machine takes a minute. */
const mergeAttempts = 1_200;
const mergePauseMs = 100;

/** So long Gitea is waited for; longer waits are those that it asks for. */
const ownWaitMs = 200;

const shaSchema = z.object({ sha: z.string() });
const pullsSchema = z.array(
  z.object({
    number: z.number(),
    state: z.string(),
    head: z.object({ ref: z.string(), label: z.string() }),
    labels: z.array(z.object({ name: z.string() })),
  }),
);

/** A real Gitea, where each world is a repository. */
export async function startGitea(): Promise<StartedForge> {
  const gitea = await GiteaServer.start();
  const users = new Map<string, GiteaUser>();
  for (const name of ['gitops-bot', 'lena']) {
    users.set(name, await gitea.addUser(name, { admin: true }));
  }
  const tokenOf = (user: string) => users.get(user)?.token ?? '';
  const api = new PlainApi(
    `${gitea.url}/api/v1`,
    user => `token ${tokenOf(user)}`,
  );
  await api.tell('POST', '/orgs', { username: 'quillmoor' }, 'gitops-bot');
  let count = 0;
  return {
    next: async () => {
      count += 1;
      const name = `config-${count}`;
      await api.tell('POST', '/orgs/quillmoor/repos', {
        name,
        auto_init: true,
        default_branch: 'main',
      });
      return giteaWorld(gitea.url, api, name, tokenOf);
    },
    stop: () => gitea.stop(),
  };
}

function giteaWorld(
  url: string,
  api: PlainApi,
  name: string,
  tokenOf: (user: string) => string,
): ForgeWorld {
  const own = `/repos/quillmoor/${name}`;
  return {
    repositoryUrl: `${url}/quillmoor/${name}.git`,
    host: new URL(url).host,
    owner: 'quillmoor',
    personToken: tokenOf('lena'),
    forge: ({ token = tokenOf('gitops-bot'), fetch: send } = {}) =>
      new GiteaForge({
        baseUrl: url,
        token: async () => token,
        delay: ms => delay(ms > ownWaitMs ? 0 : ms),
        ...(send && { fetch: send }),
      }),
    commit: (branch, files) => commitTo(api, own, branch, files),
    file: (revision, path) => fileOf(api, own, revision, path),
    commitOf: async id => {
      const { commit, parents } = await api.ask(
        z.object({
          commit: z.object({ message: z.string() }),
          parents: z.array(shaSchema),
        }),
        'GET',
        `${own}/git/commits/${id}`,
      );
      return {
        message: commit.message,
        parents: parents.map(({ sha }) => sha),
      };
    },
    hasBranch: branch =>
      exists(() =>
        api.tell('GET', `${own}/branches/${encodeURIComponent(branch)}`),
      ),
    pullRequests: async () => {
      const pulls = await api.ask(
        pullsSchema,
        'GET',
        `${own}/pulls?state=all&limit=50`,
      );
      return pulls.map(({ number, head, state, labels }) => ({
        number,
        sourceBranch: head.label,
        isOpen: state === 'open',
        labels: labels.map(label => label.name),
      }));
    },
    status: (commit, context, state) =>
      api.tell('POST', `${own}/statuses/${commit}`, { state, context }),
    review: (number, verdict) =>
      api.tell('POST', `${own}/pulls/${number}/reviews`, {
        event: verdict === 'approved' ? 'APPROVED' : 'REQUEST_CHANGES',
        body: 'So it is.',
      }),
    merge: number => merge(api, own, number),
    messages: async repository => {
      const commits = await api.ask(
        z.array(z.object({ commit: z.object({ message: z.string() }) })),
        'GET',
        `/repos/quillmoor/${repository}/commits`,
      );
      return commits.map(({ commit }) => commit.message);
    },
  };
}

/** Gitea answers 405 for as long as it works out whether it can. */
async function merge(
  api: PlainApi,
  own: string,
  number: number,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await api.tell('POST', `${own}/pulls/${number}/merge`, { Do: 'merge' });
      return;
    } catch (error) {
      const isEarly = /try again/.test(String(error));
      if (!isEarly || attempt === mergeAttempts) throw error;
      await delay(mergePauseMs);
    }
  }
}

async function commitTo(
  api: PlainApi,
  own: string,
  branch: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const operations = [];
  for (const [path, text] of Object.entries(files)) {
    const at = `${own}/contents/${path}?ref=${encodeURIComponent(branch)}`;
    const isThere = await exists(() => api.tell('GET', at));
    operations.push({
      operation: isThere ? 'update' : 'create',
      path,
      content: Buffer.from(text).toString('base64'),
      ...(isThere && (await api.ask(shaSchema, 'GET', at))),
    });
  }
  const { commit } = await api.ask(
    z.object({ commit: shaSchema }),
    'POST',
    `${own}/contents`,
    { body: { branch, message: 'Change it', files: operations } },
  );
  return commit.sha;
}
