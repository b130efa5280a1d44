/** How long the parts of a session last, in milliseconds. */
export interface SessionTimes {
  /** After this a session ends, and any replica may begin the next. */
  readonly session: number;
  /** How often a replica tries to do what no other does. */
  readonly turn: number;
  /** A replica that has died is taken over after this. */
  readonly claim: number;
  /** How often the claim is renewed and the cluster asked for a sign of life. */
  readonly beat: number;
  /** A sign of life takes no longer. */
  readonly probe: number;
  /** How often it is asked whether another replica indexed something new. */
  readonly poll: number;
  /** A watch that doesn't end when told to is left alone after this. */
  readonly grace: number;
}

export const sessionTimes: SessionTimes = {
  session: 10 * 60_000,
  turn: 10_000,
  claim: 60_000,
  beat: 15_000,
  probe: 10_000,
  poll: 5_000,
  grace: 10_000,
};
