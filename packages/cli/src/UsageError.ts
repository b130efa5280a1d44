/** The command was asked for something it can't do; the message says what. */
export class UsageError extends Error {}
