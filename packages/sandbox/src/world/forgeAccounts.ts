import type { BranchProtection } from '../forge/RepositoryRecord';
import type { Account, AccountsOptions } from '../forge/accounts/Accounts';
import { checker } from '../forge/Hosting';
import { bots, forge, organisation, teams } from './organisation';
import type { Person } from '../history/Person';

/** The portal's own bot, as an App would be. */
const portal = 'gitops-portal[bot]';

/** A user's name as forges write it: without dots. */
export function loginOf({ user, name }: Person): string {
  return user?.replaceAll('.', '-') ?? name;
}

/**
 * The company on its forge. Its tokens open nothing but a demo on this machine:
 * `demo-token-of-` and the login; the portal has `demo-token-of-the-portal`.
 */
export function forgeAccounts(): AccountsOptions {
  const people = Object.values(teams).flat().map(accountOf);
  return {
    organisation: {
      login: organisation.owner,
      name: organisation.title,
      type: 'Organization',
    },
    people,
    bots: [
      ...Object.values(bots).map(accountOf),
      ...[portal, checker].map(botOf),
    ],
    teams: Object.entries(teams).map(([slug, members]) => ({
      slug,
      name: slug.charAt(0).toUpperCase() + slug.slice(1),
      description: `The people of ${slug}`,
      members: members.map(loginOf),
    })),
    tokens: {
      'demo-token-of-the-portal': portal,
      ...Object.fromEntries(
        people.map(({ login }) => [`demo-token-of-${login}`, login]),
      ),
    },
    committer: forge,
  };
}

/** What the company asks of a change to what runs. */
export const mainProtection: BranchProtection = {
  reviews: { count: 1, codeOwners: true, dismissStale: false },
  checks: { strict: false, contexts: ['lint'] },
  enforceAdmins: true,
};

function accountOf(person: Person): Account {
  const { name, email, user } = person;
  return { login: loginOf(person), name, email, type: user ? 'User' : 'Bot' };
}

function botOf(login: string): Account {
  const name = login.replace('[bot]', '');
  return {
    login,
    name,
    type: 'Bot',
    email: `${name}@${organisation.domain}`,
  };
}
