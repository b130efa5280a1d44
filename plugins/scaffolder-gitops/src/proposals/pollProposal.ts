import { Proposal } from '@backstage-gitops/plugin-gitops-common';
import { ServiceUnavailableError } from '@backstage/errors';
import { Clock } from '../api/Clock';
import { InitiatorApi } from '../api/InitiatorApi';
import { quoted } from '../targets/quoted';

/** Quick at first, for what is merged by itself; then as people are. */
const firstPauseMs = 2_000;
const longestPauseMs = 30_000;
const pauseGrowth = 1.5;

export interface ProposalPoll {
  readonly id: string;
  readonly done: (proposal: Proposal) => boolean;
  readonly deadline: Date;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Called with each answer that says something new. */
  readonly onNews?: (proposal: Proposal) => void;
  /** Called where the backend can't answer now, and is asked again. */
  readonly onUnavailable: (error: Error) => void;
}

export type PollOutcome =
  | { readonly state: 'done'; readonly proposal: Proposal }
  | { readonly state: 'late'; readonly proposal?: Proposal };

/**
 * Asks for a proposal until it is as awaited or the deadline has passed. A
 * backend that is away for a while is waited for; any other failure ends it.
 */
export async function pollProposal(
  api: InitiatorApi,
  poll: ProposalPoll,
): Promise<PollOutcome> {
  const { clock, deadline, signal } = poll;
  let last: Proposal | undefined;
  let pause = firstPauseMs;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await ask(api, poll);
    if (answer) {
      if (news(answer) !== news(last)) poll.onNews?.(answer);
      if (poll.done(answer)) return { state: 'done', proposal: answer };
      last = answer;
    }
    const left = deadline.getTime() - clock.now().getTime();
    if (left <= 0) return { state: 'late', proposal: last };
    await clock.sleep(Math.min(pause, left), signal);
    pause = Math.min(Math.round(pause * pauseGrowth), longestPauseMs);
  }
}

async function ask(
  api: InitiatorApi,
  { id, onUnavailable }: ProposalPoll,
): Promise<Proposal | undefined> {
  try {
    return await api.call(`Reading the proposal ${quoted(id)}`, (gitops, o) =>
      gitops.proposal(id, o),
    );
  } catch (error) {
    if (!isTransient(error)) throw error;
    onUnavailable(error);
    return undefined;
  }
}

/** A backend that restarts refuses connections, which `fetch` calls a TypeError. */
function isTransient(error: unknown): error is Error {
  return (
    error instanceof Error &&
    (error instanceof ServiceUnavailableError || error.name === 'TypeError')
  );
}

function news(proposal: Proposal | undefined): string {
  return JSON.stringify([proposal?.state, proposal?.reason]);
}
