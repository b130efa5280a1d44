import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildCommitGraph } from '../../history/commitGraph';
import { Landing } from '../../history/Landing';
import { writeRepository } from '../../history/writeRepository';
import { AccountsOptions } from '../accounts/Accounts';
import { Forge, ForgeOptions, startForge } from '../ForgeServer';
import { findRepositories } from '../ServedRepository';
import { GithubCaller } from './GithubCaller';

const person = (login: string, name: string) => ({
  ...{ login, name, type: 'User' as const },
  email: `${login}@acme.example`,
});

export const accounts: AccountsOptions = {
  organisation: { login: 'acme', name: 'Acme', type: 'Organization' },
  people: [
    person('ada', 'Ada Lovelace'),
    person('bob', 'Bob Ross'),
    person('cleo', 'Cleo Nile'),
  ],
  bots: [
    { login: 'portal[bot]', name: 'portal', type: 'Bot' },
    { login: 'forge-checks[bot]', name: 'forge-checks', type: 'Bot' },
  ],
  teams: [
    {
      ...{ slug: 'payments', name: 'Payments', description: 'Takes money' },
      members: ['cleo'],
    },
  ],
  tokens: {
    'token-of-portal': 'portal[bot]',
    'token-of-ada': 'ada',
    'token-of-bob': 'bob',
    'token-of-cleo': 'cleo',
  },
  committer: { name: 'Acme Forge', email: 'noreply@acme.example' },
};

const [ada, bob] = accounts.people.map(({ name, email }) => ({
  ...{ name, email: email ?? '' },
}));

const landings: readonly Landing[] = [
  {
    type: 'direct',
    author: ada,
    at: 1_700_000_000,
    subject: 'Begin',
    edits: [
      {
        ...{ type: 'write', path: '.github/CODEOWNERS' },
        text: '/apps/payments/ @acme/payments\n',
      },
      { type: 'write', path: 'apps/payments/app.yaml', text: 'tag: v1\n' },
      { type: 'write', path: 'apps/search/app.yaml', text: 'tag: v1\n' },
    ],
  },
  {
    type: 'pullRequest',
    branch: 'raise',
    title: 'Raise payments',
    author: ada,
    openedAt: 1_700_000_100,
    commits: [
      {
        author: ada,
        at: 1_700_000_100,
        subject: 'Raise payments',
        edits: [
          { type: 'write', path: 'apps/payments/app.yaml', text: 'tag: v2\n' },
        ],
      },
    ],
    approvers: [bob],
    landed: { as: 'merge', at: 1_700_000_200, by: ada },
  },
  {
    type: 'pullRequest',
    branch: 'wait',
    title: 'Raise search',
    author: bob,
    openedAt: 1_700_000_300,
    commits: [
      {
        author: bob,
        at: 1_700_000_300,
        subject: 'Raise search',
        edits: [
          { type: 'write', path: 'apps/search/app.yaml', text: 'tag: v2\n' },
        ],
      },
    ],
    approvers: [],
  },
];

export interface TestForge {
  readonly forge: Forge;
  readonly directory: string;
  /** As the portal's bot. */
  readonly portal: GithubCaller;
  /** Starts it again over the same folder. */
  restart(options?: Partial<ForgeOptions>): Promise<TestForge>;
  close(): Promise<void>;
}

/** A forge over `acme/config`: one pull request of it is merged, one open. */
export async function startTestForge(
  options: Partial<ForgeOptions> = {},
): Promise<TestForge> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'forge-'));
  fs.mkdirSync(path.join(directory, 'acme'));
  await writeRepository(
    path.join(directory, 'acme/config.git'),
    buildCommitGraph({ owner: 'acme', forge: accounts.committer, landings }),
  );
  return start(directory, options);
}

async function start(
  directory: string,
  options: Partial<ForgeOptions>,
): Promise<TestForge> {
  const forge = await startForge({
    repositories: await findRepositories(directory),
    ...{ port: 0, directory, accounts },
    checks: { type: 'held' },
    ...options,
  });
  return {
    ...{ forge, directory },
    portal: new GithubCaller(forge.apiUrl, 'token-of-portal'),
    restart: async (changed = {}) => {
      await forge.close();
      return start(directory, { ...options, ...changed });
    },
    close: async () => {
      await forge.close();
      fs.rmSync(directory, { recursive: true });
    },
  };
}
