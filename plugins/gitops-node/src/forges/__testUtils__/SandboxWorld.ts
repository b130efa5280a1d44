import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startForge } from '@backstage-gitops/sandbox';
import { StartedForge } from './ForgeWorld';
import { githubWorld, tokens } from './GithubWorld';
import { PlainApi } from './PlainApi';

const person = (login: string) => ({
  ...{ login, name: login, type: 'User' as const },
  email: `${login}@quillmoor.example`,
});

/** The demo's forge, which speaks GitHub's API over real repositories. */
export async function startSandbox(): Promise<StartedForge> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'gitops-sandbox-'));
  const sandbox = await startForge({
    repositories: [],
    port: 0,
    directory,
    accounts: {
      organisation: {
        ...{ login: 'quillmoor', name: 'Quillmoor', type: 'Organization' },
      },
      people: [person('gitops-bot'), person('lena')],
      bots: [{ login: 'forge-checks[bot]', name: 'forge-checks', type: 'Bot' }],
      teams: [],
      tokens: Object.fromEntries(
        Object.entries(tokens).map(([login, token]) => [token, login]),
      ),
      committer: { name: 'Forge', email: 'noreply@quillmoor.example' },
    },
  });
  const api = new PlainApi(sandbox.apiUrl, user => `Bearer ${tokens[user]}`);
  let count = 0;
  return {
    next: async () => {
      count += 1;
      const name = `config-${count}`;
      await api.tell('POST', '/orgs/quillmoor/repos', {
        name,
        auto_init: true,
      });
      return {
        ...githubWorld(sandbox.apiUrl, `${sandbox.url}/quillmoor/${name}.git`),
        settled: () => sandbox.settled(),
        // A check run is an App's to make.
        status: (commit, context, state) =>
          api.tell('POST', `/repos/quillmoor/${name}/statuses/${commit}`, {
            context,
            state,
          }),
      };
    },
    stop: async () => {
      await sandbox.close();
      await fs.rm(directory, { recursive: true, force: true });
    },
  };
}
