/** Who writes commits: a person, or a bot that acts for one. */
export interface Person {
  /** The user's name in the catalog; absent for bots. */
  readonly user?: string;
  readonly name: string;
  readonly email: string;
}
