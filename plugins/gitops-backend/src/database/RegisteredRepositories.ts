import { Knex } from 'knex';
import { columnText } from './columnText';
import { BigInteger } from './rows';

/** A repository that was made, or is being made, from the portal. */
export interface RegisteredRow {
  readonly id: string;
  /** `host/owner/name` */
  readonly place: string;
  readonly state: string;
  readonly reason: string | null;
  readonly url: string | null;
  readonly page_url: string | null;
  readonly branch: string;
  readonly request: string;
  readonly created_by: string | null;
  readonly created_at: BigInteger;
  readonly holder: string | null;
  readonly held_until: BigInteger | null;
}

export interface RegistrationClaim {
  readonly holder: string;
  readonly at: Date;
  readonly until: Date;
}

export interface Registration {
  /** The id that it would have; another where that is taken. */
  readonly name: string;
  readonly place: string;
  readonly branch: string;
  /** As JSON, without a token. */
  readonly request: string;
  readonly createdBy?: string;
  readonly claim: RegistrationClaim;
}

/** Ids are tried in this order until one is free. */
const numberedIds = 1_000;

/** The repositories that were made from the portal. */
export class RegisteredRepositories {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Writes a repository down before its forge is told of it, and claims it.
   * `taken` are ids that others have. Undefined while somebody else makes it.
   */
  async begin(
    { name, place, branch, request, createdBy, claim }: Registration,
    taken: ReadonlySet<string>,
  ): Promise<RegisteredRow | undefined> {
    const known = await this.ofPlace(place);
    for (let number = 1; !known && number <= numberedIds; number += 1) {
      const id = number === 1 ? name : `${name}-${number}`;
      if (taken.has(id)) continue;
      await this.#knex('registered_repositories')
        .insert({
          id,
          place,
          branch,
          request,
          state: 'creating',
          created_by: createdBy ?? null,
          created_at: claim.at.getTime(),
        })
        // By id or by place: in both cases another was there first.
        .onConflict()
        .ignore();
      if (await this.ofPlace(place)) break;
    }
    return this.claim(place, claim);
  }

  async claim(
    place: string,
    { holder, at, until }: RegistrationClaim,
  ): Promise<RegisteredRow | undefined> {
    const claimed = await this.#knex('registered_repositories')
      .where({ place })
      .andWhere(free => whereFree(free, at))
      .update({ holder, held_until: until.getTime() });
    return claimed === 1 ? this.ofPlace(place) : undefined;
  }

  async ofPlace(place: string): Promise<RegisteredRow | undefined> {
    return this.#knex<RegisteredRow>('registered_repositories')
      .where({ place })
      .first();
  }

  async succeed(
    place: string,
    holder: string,
    made: { readonly url: string; readonly pageUrl: string },
  ): Promise<void> {
    await this.#knex('registered_repositories')
      .where({ place, holder })
      .update({
        state: 'ready',
        reason: null,
        url: made.url,
        page_url: made.pageUrl,
        holder: null,
        held_until: null,
      });
  }

  /** One that was made before stays. */
  async fail(place: string, holder: string, reason: string): Promise<void> {
    await this.#knex('registered_repositories')
      .where({ place, holder })
      .whereNot({ state: 'ready' })
      .update({ state: 'failed', reason: columnText(reason) });
    await this.#knex('registered_repositories')
      .where({ place, holder })
      .update({ holder: null, held_until: null });
  }

  /** Those that are there to be read. */
  async ready(): Promise<readonly RegisteredRow[]> {
    return this.#knex<RegisteredRow>('registered_repositories')
      .where({ state: 'ready' })
      .orderBy(['created_at', 'place']);
  }

  /** Those whose maker has died. */
  async abandoned(at: Date): Promise<readonly RegisteredRow[]> {
    return this.#knex<RegisteredRow>('registered_repositories')
      .where({ state: 'creating' })
      .andWhere(free => whereFree(free, at))
      .orderBy(['created_at', 'place']);
  }
}

function whereFree(query: Knex.QueryBuilder, at: Date): void {
  query.whereNull('holder').orWhere('held_until', '<', at.getTime());
}
