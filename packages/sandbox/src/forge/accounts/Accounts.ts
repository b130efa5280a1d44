/** Someone that the forge knows. */
export interface Account {
  readonly login: string;
  readonly name: string;
  readonly type: 'User' | 'Bot' | 'Organization';
  readonly email?: string;
}

/** A team of the organisation; `slug` is its name in addresses. */
export interface Team {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** Logins. */
  readonly members: readonly string[];
}

/** Who a forge knows, and by which tokens. @public */
export interface AccountsOptions {
  readonly organisation: Account;
  readonly people: readonly Account[];
  readonly bots: readonly Account[];
  readonly teams: readonly Team[];
  /** Login by token. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Who commits when a pull request is merged. */
  readonly committer: Identity;
}

/** Who a commit names. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

const nobody: Identity = { name: 'Forge', email: 'noreply@forge.invalid' };

/**
 * The organisation, its people and bots. Each of them may write to every
 * repository; nobody else may write anywhere.
 */
export class Accounts {
  readonly organisation: Account | undefined;
  readonly people: readonly Account[];
  readonly teams: readonly Team[];
  readonly committer: Identity;
  readonly #byLogin: ReadonlyMap<string, Account>;
  readonly #tokens: ReadonlyMap<string, string>;

  constructor(options?: AccountsOptions) {
    this.organisation = options?.organisation;
    this.people = options?.people ?? [];
    this.teams = options?.teams ?? [];
    this.committer = options?.committer ?? nobody;
    const known = options
      ? [options.organisation, ...options.people, ...options.bots]
      : [];
    this.#byLogin = new Map(
      known.map(account => [account.login.toLowerCase(), account]),
    );
    this.#tokens = new Map(Object.entries(options?.tokens ?? {}));
  }

  find(login: string): Account | undefined {
    return this.#byLogin.get(login.toLowerCase());
  }

  ofToken(token: string): Account | undefined {
    const login = this.#tokens.get(token);
    return login === undefined ? undefined : this.find(login);
  }

  /** Whoever a commit or an old record names so. */
  named(name: string): Account | undefined {
    return [...this.#byLogin.values()].find(account => account.name === name);
  }

  ofEmail(email: string): Account | undefined {
    return [...this.#byLogin.values()].find(account => account.email === email);
  }

  /** An account, or what is left of one that the forge doesn't know. */
  account(login: string): Account {
    return this.find(login) ?? { login, name: login, type: 'User' };
  }

  /** Who owns a repository; an unknown owner is taken for an organisation. */
  owner(login: string): Account {
    return this.find(login) ?? { login, name: login, type: 'Organization' };
  }

  signatureOf({ name, login, email }: Account): Identity {
    const [, domain] = this.committer.email.split('@');
    return { name, email: email ?? `${login}@users.${domain}` };
  }

  isOrganisation(login: string): boolean {
    return this.organisation?.login.toLowerCase() === login.toLowerCase();
  }

  team(slug: string): Team | undefined {
    return this.teams.find(team => team.slug === slug.toLowerCase());
  }

  /** Whether a user, or a member of a team (`org/team`), is meant. */
  isMeant(login: string, owner: string): boolean {
    const [first, slug] = owner.split('/');
    if (slug === undefined) return first.toLowerCase() === login.toLowerCase();
    if (!this.isOrganisation(first)) return false;
    return this.team(slug)?.members.includes(login) ?? false;
  }
}
